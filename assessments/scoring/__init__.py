"""Pure arithmetic of results and of the signs; knows nothing of the database or the web.

scores         item scores as bytes, totals, marks
results        what a sign says: intervals, codes, results
by_school      sums over the participants of every school at once
official_2019  the rules of the official 2019 algorithm, one school at a time
cohorts        its comparison of one year group between two years
works          the rules over a whole work
"""
