local function check(value)
    error("a size is missing: " .. value)
end

check("none")
return case {}
