local first = case { name = "load-two-cases" }
return case { first }
