# A summary.tsv -> the results.json of an invented machine, -v machine=NUMBER. See runs.sh.
BEGIN {
    FS = "\t"; c = v = p = 0
    split("Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz|Intel(R) Core(TM) i5-1135G7 @ 2.40GHz|AMD Ryzen 7 5800U with Radeon Graphics|Apple M2|Intel(R) Celeron(R) N4020 CPU @ 1.10GHz|AMD EPYC", cpus, "|")
    split("12 9 8 5 3 3", shares, " ")
    at = (machine - 1) % 40
    for (cpu = 1; at >= shares[cpu]; cpu++) at -= shares[cpu]
}
# Normal with mean 0 and deviation 1: Box and Muller, Annals of Mathematical Statistics 29 (1958).
function normal() { return sqrt(-2 * log(1 - rand())) * cos(6.283185307179586 * rand()) }
function hash(text,    i, h) {
    for (i = 1; i <= length(text); i++) h = (h * 31 + index("abcdefghijklmnopqrstuvwxyz-", substr(text, i, 1))) % 1000003
    return h
}
# A case's move of a processor, then of the machine; the control does not move.
function moved(name,    shift) {
    if (name == "a-a") return 0
    srand(hash(name) * 7 + cpu); rand(); shift = 0.12 * normal()
    srand(hash(name) * 7 + machine * 1009); rand(); shift += 0.06 * normal()
    return shift + (machine == 7 && name ~ /^s/ ? log(3) : 0)
}
function estimate(median, low, high, confidence) {
    return sprintf("{\"median\": %.10g, \"low\": %.10g, \"high\": %.10g, \"confidence\": %.10g, \"n\": 20}", median, low, high, confidence)
}
function list(items, count,    i, text) {
    for (i = 0; i < count; i++) text = text (i ? ",\n  " : "") items[i]
    return text
}
# On the default runtime, or on none: the control's sides need no heap, a stack side with other allocations does.
function is_ours() { return $5 == "goheap" || $5 == "" }
function is_heap() { return $4 == "heap" && is_ours() }
# Its strategies stack and heap on the default runtime; a control is called a-a.
function add_variant(strategy, label) {
    variants[v] = sprintf("{\"name\": \"%s\", \"go_name\": \"B\", \"label\": \"%s\", \"case\": %d, \"point\": %d, \"strategy\": %d%s, \"status\": \"ok\"}", $1, label, of[$2], point[$2, $3], strategy, $5 != "" ? ", \"runtime\": \"goheap\"" : "")
    number[$1] = v++
}
/^#/ || $1 == "name" { next }
!($2 in of) {
    of[$2] = c
    names[c++] = $2
}
$4 == "stack" && is_ours() || is_heap() {
    if (!(($2, $3) in point)) {
        point[$2, $3] = points[$2]++
        texts[$2] = texts[$2] (points[$2] > 1 ? ", " : "") "{\"name\": \"" $3 "\", \"values\": [], \"quick\": " (points[$2] == 1 ? "true" : "false") "}"
    }
    add_variant($4 == "heap", $4)
}
is_heap() && ($34 in number) && $35 != "" {
    by = moved($2)
    low = $36 * exp(by); high = $37 * exp(by)
    verdict = low <= 1 && high >= 1 ? "not resolved" : $42 == "not resolved" ? "ok" : $42
    pairs[p++] = sprintf("{\"base\": %d, \"other\": %d, \"factor\": %s, \"price_ns\": %s, \"verdict\": \"%s\"}", number[$34], number[$1], estimate($35 * exp(by), low, high, $38), estimate($39, $40, $41, $38), verdict)
}
END {
    for (i = 0; i < c; i++)
        cases[i] = sprintf("{\"name\": \"%s\", \"text_hash\": \"0x%08x\", \"control\": %s, \"params\": [], \"points\": [%s], \"strategies\": [{\"name\": \"stack\", \"place\": \"stack\"}, {\"name\": \"heap\", \"place\": \"heap\"}]}", names[i], hash(names[i]) + 1, names[i] == "a-a" ? "true" : "false", texts[names[i]])
    printf "{\"context\": {}, \"benchmarks\": [], \"escapement\": {\"schema_version\": 1,\n"
    printf "\"run\": {\"id\": \"20261130-140000-normal\", \"started\": \"2026-11-30T14:00:00+01:00\", \"preset\": \"normal\", \"seed\": \"0x%04x\", \"rounds\": 20, \"rounds_done\": 20, \"gogc\": 100},\n", machine
    printf "\"machine\": {\"host\": \"seat-%02d\", \"cpu\": \"%s\", \"version\": \"0.1.0\", \"cpus\": 4}, \"gos\": [],\n", machine, cpus[cpu]
    printf "\"cases\": [%s],\n\"variants\": [%s],\n\"pairs\": [%s],\n\"samples\": []}}\n", list(cases, c), list(variants, v), list(pairs, p)
}
