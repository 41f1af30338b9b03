"""What every office asks of a candidate city, to begin with: a file of this app."""

from office.readers import texts
from partnerships.models import CandidateQuestion


def load_questions(data_set):
    for rank, row in enumerate(data_set.rows("partnerships/data/candidate_questions.csv"), start=1):
        values = {"key": row["key"], "rank": rank} | texts(row, "question")
        values["facts"] = [name for name in row["facts"].split("|") if name]
        data_set.put(CandidateQuestion, row["key"], values, row, natural={"key": row["key"]})
