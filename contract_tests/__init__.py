"""What is run against a server: the contract, its laws, and a sandbox server to run them on."""
