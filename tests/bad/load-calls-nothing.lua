local maker

return case(maker())
