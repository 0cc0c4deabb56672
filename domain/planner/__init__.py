"""The planner: which communes should gain which criteria so that chosen targets hold.

``problem`` says what is asked and what is answered, ``translate`` turns targets of plans into
requirements, ``solve`` finds the plan with the least effort and proves it, ``conflicts`` names
what cannot hold together. The formulation is explained in ``docs/planner.md``.
"""
