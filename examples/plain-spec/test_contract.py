import rollcall

test_contract = rollcall.contract("openapi.yaml", "http://127.0.0.1:8000").test()
