local other = require("other")
return case(other)
