module assay.example/adapters

go 1.19
