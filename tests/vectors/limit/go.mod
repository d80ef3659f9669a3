module limit

go 1.19
