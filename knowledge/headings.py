"""The headings of a recommendation, by audience."""

HEADINGS = {
    "clinician": {
        "before": "Before starting",
        "watch": "Watch for",
        "current": "Speaks against the current treatment",
        "avoid": "Avoid",
        "judge": "Judge it",
        "next": "If it fails",
        "options": "Options for this patient",
        "open": "Undecided until this is known",
        "caution": "Caution",
        "supposing": "Supposing, not stored",
    },
    "patient": {
        "before": "Before it starts",
        "watch": "Watch for",
        "current": "Ask the doctor about the current treatment",
        "avoid": "Better avoided",
        "judge": "When to judge it",
        "next": "If it does not help",
        "options": "Options to discuss with the doctor",
        "open": "I can't say until this is known",
        "caution": "Take care",
        "supposing": "If it were so (not stored)",
    },
}
