module malloc

go 1.19
