local v = {} for i = 1, 9 do v[i] = i end
return case { title = "t", question = "q", because = "b", remedy = "r", params = { n = v }, iterations = function(p) return p.n end, strategies = { stack = { go = [[func stackOp(i uint64) uint64 { return i }]] }, heap = { go = [=[func heapOp(i uint64) uint64 { return i }]=], allocs = function(p) return p.n end } } }
