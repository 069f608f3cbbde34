import rollcall
from library.main import app

test_contract = rollcall.contract("/openapi.json", app).test()
