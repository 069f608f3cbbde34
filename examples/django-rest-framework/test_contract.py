import rollcall
from project.wsgi import application

test_contract = rollcall.contract("/schema/", application).test()
