"""The clinical knowledge of Eczema Advisor and the reasoning over it.

Pure Python: nothing here knows of Rasa. `load.knowledge()` reads the content, `plan.plan()` says where a patient
stands, `answer` says it.
"""
