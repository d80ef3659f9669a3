-- Everything that is wrong with a case file, and the case as plain data where nothing is.
--
-- The tree is what the file gave to `case`, transferred out of the sandbox: tables, texts, numbers,
-- flags, and functions as tables of the metatable host.Function, whose `results` are what the function
-- gave at each point: { value = … } or { fault = text, line = n }, up to the first fault.

local host = require "host"
local schema = require "schema"
local source = require "source"

local Check = {}
Check.__index = Check

-- ---- faults --------------------------------------------------------------------------------

--- "params.1.name" -> "params[1].name", "" -> "case"
local function show(path)
    if path == "" then return "case" end
    return (path:gsub("%.(%d[^.]*)", "[%1]"))
end

--- Enough of a text to know it again: its first line, at most `most` bytes, whole characters.
local function shorten(text, most)
    local first = text:match("^[^\r\n]*")
    if #first > most then first = first:sub(1, most + 1):gsub("[\x80-\xBF]*.$", "", 1) end
    return first .. (first == text and "" or "…")
end

--- Names and words are the user's; a message is one line. `place` is the line, and the bytes [from, to)
--- of the file where they are known. Always false.
function Check:fault_at(place, text, ...)
    local words = text:format(...):gsub("[\0-\31\127]", " ")
    self.faults[#self.faults + 1] = {
        line = place[1], from = place[2], to = place[3], text = shorten(words, 500),
    }
    return false
end

--- A fault of the field at `path` ("" is the case): its name is pointed at.
function Check:fault(path, text, ...) return self:fault_at({ source.place(self.found, path) }, text, ...) end

--- A fault of what the field is given; the sentence begins with the field: "strategies.heap.c" .. " must be …".
function Check:field(path, text, ...)
    return self:fault_at({ source.place(self.found, path, true) }, "%s " .. text, show(path), ...)
end

--- A fault of the text of the field, at its bytes [from, to).
function Check:inside(path, from, to, text, ...)
    local line, at = source.inside(self.found, path, from)
    if not line then return self:field(path, text, ...) end
    return self:fault_at({ line, at, at + to - from }, "%s " .. text, show(path), ...)
end

local function kind_of(value)
    if value == nil then return "nothing" end
    return getmetatable(value) == host.Function and "function" or type(value)
end

local kind_words = {
    ["nothing"] = "nothing", boolean = "true or false", number = "a number", string = "a text",
    table = "a table", ["function"] = "a function",
}

function Check:wrong_kind(path, value, wanted)
    return self:field(path, "must be %s, not %s", wanted, kind_words[kind_of(value)])
end

local function join(path, key) return path == "" and tostring(key) or path .. "." .. key end

--- The names in a table, sorted by their bytes, whatever the locale.
local function names_of(value)
    local names = {}
    for name in pairs(value) do
        if type(name) == "string" then names[#names + 1] = name end
    end
    table.sort(names, host.before)
    return names
end

local function is_list(value)
    if kind_of(value) ~= "table" then return false end
    local count = 0
    for _ in pairs(value) do count = count + 1 end
    for k = 1, count do
        if value[k] == nil then return false end
    end
    return true
end

local function is_text(value) return type(value) == "string" end

-- ---- the schema ----------------------------------------------------------------------------

local checks = {}

function Check:value(path, type_, value) return checks[type_.kind](self, path, type_, value) end

function checks.prose(check, path, type_, value)
    if not is_text(value) then return check:wrong_kind(path, value, "a text") end
    if value:find("\0", 1, true) then return check:field(path, "holds a NUL byte; remove the \\0") end
    local length, odd = utf8.len(value)
    if not length then return check:field(path, "is not UTF-8 from byte %d on; write UTF-8", odd) end
    if not value:find("[^ \t\r\n\v\f]") then
        return check:field(path, "is blank; write its text, or remove the field")
    end
    local control = host.steering(value)
    if control then
        local spelled = (#control == 1 and "\\%d" or "\\u{%X}"):format(utf8.codepoint(control))
        local at = value:find(control, 1, true)
        return check:inside(path, at, at + #control,
            "holds the control character %s; terminals and charts obey it, remove it", spelled)
    end
    if type_.kind == "line" and value:find("\n", 1, true) then
        return check:field(path, "must be one line; remove the line breaks")
    end
    return true
end

checks.line = checks.prose

-- What the languages have to say that a text comes from elsewhere: the harness says it of the whole text.
-- In patterns a line begins behind its "\n".
local line_directives = {
    c = { name = "#line", patterns = { "\n[ \t]*#[ \t]*line%f[^%w_]", "\n[ \t]*#[ \t]*%d" } },
    go = { name = "//line", patterns = { "\n//line ", "/%*line " } },
}

function checks.code(check, path, type_, value)
    if not checks.prose(check, path, type_, value) then return false end
    local directive = line_directives[path:match("[^.]*$")]
    local lines = "\n" .. value
    for _, pattern in ipairs(directive.patterns) do
        local at, stop = lines:find(pattern)
        if at then
            local words = "has %s; remove it, it hides where errors are"
            if source.inside(check.found, path, 1) then
                return check:inside(path, lines:match("^\n?()", at) - 1, stop, words, directive.name)
            end
            local _, before = lines:sub(2, at):gsub("\n", "")
            return check:fault_at({ source.text_line(check.found, path, value) + before }, "%s " .. words,
                show(path), directive.name)
        end
    end
    return true
end

local function is_not(check, path, text, wanted)
    return check:field(path, 'is "%s"; use %s', shorten(text, 40), wanted)
end

function checks.name(check, path, type_, value)
    return checks.prose(check, path, type_, value) and (schema.named(type_.naming, value)
        or is_not(check, path, value, schema.namings[type_.naming].words))
end

function checks.release(check, path, _, value)
    if not is_text(value) then return check:wrong_kind(path, value, 'a text such as "1.25"') end
    local minor = tonumber(value:match("^1%.(%d%d?)$"))
    if not minor then return is_not(check, path, value, 'a release of Go without a patch, such as "1.25"') end
    return minor >= schema.first_release or check:field(path, 'is "%s"; what a case expects is Go 1.%d\'s, '
        .. "since tells of later releases", value, schema.first_release - 1)
end

local function list_words(words)
    local quoted = {}
    for k, word in ipairs(words) do quoted[k] = '"' .. word .. '"' end
    local last = table.remove(quoted)
    return #quoted == 0 and last or table.concat(quoted, ", ") .. " or " .. last
end

function checks.choice(check, path, type_, value)
    for _, word in ipairs(type_.choices) do
        if value == word then return true end
    end
    local words = list_words(type_.choices)
    if is_text(value) then return is_not(check, path, value, words) end
    return check:wrong_kind(path, value, words)
end

function checks.flag(check, path, _, value)
    return type(value) == "boolean" or check:wrong_kind(path, value, "true or false")
end

local function check_range(check, path, type_, value)
    if value ~= value then return check:field(path, "is NaN, not a number; look for a division 0/0") end
    if value >= type_.least and value <= type_.most then return true end
    return check:field(path, "is %.16g; it must be from %.16g to %.16g", value, type_.least, type_.most)
end

function checks.number(check, path, type_, value)
    if type(value) ~= "number" then return check:wrong_kind(path, value, "a number") end
    return check_range(check, path, type_, value)
end

function checks.whole(check, path, type_, value)
    return checks.number(check, path, type_, value) and (math.tointeger(value) ~= nil
        or check:field(path, "is %.16g; it must be a whole number", value))
end

function checks.value(check, path, type_, value)
    if is_text(value) then return checks.name(check, path, { naming = "snake" }, value) end
    if type(value) == "number" then return checks.whole(check, path, type_, value) end
    return check:wrong_kind(path, value, "a whole number or a word")
end

--- What a function gives is judged where the points are known.
function checks.figure(check, path, type_, value)
    if type(value) == "number" then return check_range(check, path, type_, value) end
    return kind_of(value) == "function"
        or check:wrong_kind(path, value, "a number or a function(point) that returns one")
end

function checks.list(check, path, type_, value)
    if kind_of(value) ~= "table" then return check:wrong_kind(path, value, "a list, { … }") end
    if not is_list(value) then return check:field(path, "must be a list without names and without holes") end
    if #value == 0 then return check:field(path, "is empty; give at least one item, or remove it") end
    local good = true
    for k, item in ipairs(value) do good = check:value(join(path, k), type_.of, item) and good end
    return good
end

local function find_field(record, name)
    for _, field in ipairs(record) do
        if field.name == name then return field end
    end
end

--- The field of the record that was probably meant by a name it does not know, or nil.
local function meant_field(record, typed)
    local names = {}
    for k, field in ipairs(record) do names[k] = field.name end
    return host.nearest(typed, names)
end

local function snake(strategy) return (strategy:gsub("-", "_")) end

--- "constant-capacity" -> "constantCapacity"
local function camel(strategy) return (strategy:gsub("%-([a-z0-9])", string.upper)) end

local function unknown_field(check, path, around, record, key)
    if math.type(key) then
        return check:fault(path, "%s has a value without a name; write name = value", show(around))
    end
    local advice = record.former and record.former[key]
    if advice then
        local strategy = around:match("[^.]*$")
        return check:fault(path, "%s is of the old language: %s (escapement migrate FILE does it)", show(path),
            advice:format(snake(strategy)))
    end
    local meant = meant_field(record, key)
    if meant then
        return check:fault(path, 'unknown field "%s" in %s; did you mean "%s"?', key, show(around), meant)
    end
    return check:fault(path, 'unknown field "%s" in %s; remove it, or see docs/case-reference.md', key,
        show(around))
end

--- A key that is neither a name nor a whole number comes as { type = … }.
local function odd_key(check, around, key)
    return check:fault(join(around, "?"), "%s has a key that is %s %s; write name = value", show(around),
        key.type:find("^[aeiou]") and "an" or "a", key.type)
end

local function check_entry(check, path, around, record, key, value)
    if type(key) == "table" then return odd_key(check, around, key) end
    local field = find_field(record, key)
    if field then return check:value(path, field.type, value) end
    if not record.others or math.type(key) then return unknown_field(check, path, around, record, key) end
    local named = schema.named(record.naming, key)
    if not named then
        check:fault(path, 'the name "%s" must be %s', key, schema.namings[record.naming].words)
    end
    return check:value(path, record.others, value) and named
end

--- A name in the table that no field has and that is near to `field`, or nil.
local function written_as(record, value, field)
    for _, name in ipairs(names_of(value)) do
        if not find_field(record, name) and meant_field(record, name) == field then return name end
    end
end

local function missing_field(check, path, record, value, field)
    local typed = written_as(record, value, field.name)
    if typed and not record.others then return false end -- told as an unknown field already
    if typed then
        return check:fault(path, '%s lacks "%s"; is it the one named "%s"?', show(path), field.name, typed)
    end
    return check:fault(path, '%s lacks "%s"; add %s', show(path), field.name, field.example)
end

local function check_record(check, path, record, value)
    local good = true
    for key, item in pairs(value) do
        good = check_entry(check, join(path, key), path, record, key, item) and good
    end
    for _, field in ipairs(record) do
        if field.required and value[field.name] == nil then
            good = missing_field(check, path, record, value, field)
        end
    end
    return good
end

function checks.record(check, path, type_, value)
    if kind_of(value) ~= "table" then return check:wrong_kind(path, value, "a table, { … }") end
    if type_.or_list and value[1] ~= nil then
        return checks.list(check, path, { of = { kind = "record", of = type_.or_list } }, value)
    end
    return check_record(check, path, schema.records[type_.of], value)
end

--- Fields that the file gives twice; Lua keeps the last and says nothing.
function Check:repeats()
    for _, field in ipairs(self.found.fields) do
        -- "?" is a name that only Lua can tell: two of them may differ.
        if field.again_line and not field.path:find("?", 1, true) then
            local place = { field.again_line, field.again_at, field.again_stop }
            self:fault_at(place, "%s is given twice, first in line %d; remove one",
                show(field.path), field.key_line)
        end
    end
end

-- ---- parameters and points -----------------------------------------------------------------

-- Keywords would read oddly beside their macro; the others are macros of C's headers in lower case, of
-- whole families of them by pattern. C17 6.4.1, 7.7, 7.12, 7.19 to 7.22; <endian.h>. What else has a macro of
-- that name is found when the case is compiled (codegen).
local reserved = {}
for name in ([[
    auto break case char const continue default do double else enum extern float for goto if inline int
    long register restrict return short signed sizeof static struct switch typedef union unsigned void
    volatile while null eof true false size_max ptrdiff_max ptrdiff_min rand_max exit_success exit_failure
    byte_order wchar_max wchar_min wint_max wint_min sig_atomic_max sig_atomic_min big_endian little_endian
    mb_cur_max mb_len_max char_bit bufsiz infinity nan huge_val huge_valf huge_vall path_max name_max
]]):gmatch("%S+") do
    reserved[name] = true
end

local reserved_families = {
    "^esc_", "^gc_", "^gort_", "^goheap_", -- the harness's, libgc's, and those of what kernels include
    "^u?int%d+_m[axin]+$", "^u?int_least%d+_m[axin]+$", "^u?int_fast%d+_m[axin]+$", "^u?int%d+_c$",
    "^u?intmax_[maxinc]+$", "^u?intptr_m[axin]+$", "^u?char_m[axin]+$", "^schar_m[axin]+$", "^u?shrt_m[axin]+$",
    "^u?int_m[axin]+$", "^u?l?long_m[axin]+$", "^u?llong_m[axin]+$", "^flt_", "^dbl_", "^ldbl_",
}

local function is_reserved(name)
    if reserved[name] then return true end
    for _, family in ipairs(reserved_families) do
        if name:find(family) then return true end
    end
    return false
end

--- "key_type" -> "KeyType": the parameter as a constant in Go.
local function constant(name) return (("_" .. name):gsub("_(.)", string.upper)) end

--- The last parameter against those before it: `self.constants` is whose each constant of Go is, the
--- parameter's own and those of its words. What differs as a constant differs as a macro too.
function Check:macros(path, params)
    local last = params[#params]
    if is_reserved(last.name) then
        self:fault(path, '"%s" cannot name a parameter, C has it already; rename it', last.name)
    end
    local names = { last.name }
    for _, value in ipairs(last.values) do
        if value.is_word then names[#names + 1] = last.name .. "_" .. value.text end
    end
    for _, name in ipairs(names) do
        local other = self.constants[constant(name)]
        if other and other.name == last.name and other ~= last then
            return self:fault(path, 'the parameter "%s" is given twice; remove one', last.name)
        elseif other == last then
            return self:fault(path, 'two words of "%s" give the Go constant %s; rename one of them', last.name,
                constant(name))
        elseif other then
            return self:fault(path, 'the parameters "%s" and "%s" define the same macro or Go constant; rename '
                .. "one of them", other.name, last.name)
        end
        self.constants[constant(name)] = last
    end
end

--- A value as it is measured, or nil where the schema has told what is wrong with it.
local function param_value(value)
    if is_text(value) then
        return schema.named("snake", value) and { text = value, is_word = true } or nil
    end
    local whole = math.tointeger(value)
    if not whole or whole < 0 then return end
    return { text = tostring(whole), number = whole, is_word = false }
end

local function find_value(param, value)
    for k, known in ipairs(param.values) do
        if known.text == value.text and known.is_word == value.is_word then return k end
    end
end

function Check:param_values(path, param, list)
    if not is_list(list) or #list == 0 then return false end
    local good = true
    for k, item in ipairs(list) do
        local value = (is_text(item) or type(item) == "number") and param_value(item)
        local advice
        if value and find_value(param, value) then
            advice = "once more; remove it"
        elseif value and param.values[1] and param.values[1].is_word ~= value.is_word then
            advice = "of another kind; use only numbers or only words"
        end
        if advice then self:field(join(path, k), "is %s, %s", value.text, advice) end
        if value and not advice then
            value.number = value.number or #param.values
            param.values[#param.values + 1] = value
        else
            good = false
        end
        if #param.values > schema.most_points then break end
    end
    return good
end

--- One parameter in the short form `name = values` or the long one; nil where it has no name.
function Check:param(params, key, given)
    local long = math.type(key) ~= nil
    local path = join("params", key)
    if long and kind_of(given) ~= "table" then return end
    local fields = long and given or { name = key, values = given }
    if not is_text(fields.name) or not schema.named("snake", fields.name) then return end
    local param = {
        name = fields.name,
        label = is_text(fields.label) and fields.label or fields.name,
        unit = fields.unit,
        values = {},
        quick = fields.quick,
        path = path,
    }
    params[#params + 1] = param
    local good = self:param_values(long and path .. ".values" or path, param, fields.values)
    local before = #self.faults
    self:macros(long and path .. ".name" or path, params)
    return good and #self.faults == before
end

--- The parameters, and whether they are sound.
function Check:read_params(given)
    local params, good = {}, true
    if given == nil then return params, true end
    if kind_of(given) ~= "table" then return params, false end
    local keys = names_of(given)
    if is_list(given) then
        for k in ipairs(given) do keys[k] = k end
    end
    for _, key in ipairs(keys) do
        if #params == schema.most_params then
            return params, self:fault("params", "there are more than %d parameters; give fewer", schema.most_params)
        end
        good = self:param(params, key, given[key]) and good
    end
    return params, good
end

--- 1, what the field says, or 0 where a parameter says it.
function Check:threads(tree, params)
    local field = tree.threads
    for _, param in ipairs(params) do
        if param.name == "threads" then
            if field ~= nil then return self:fault("threads", "threads is a field and a parameter; remove one") end
            for _, value in ipairs(param.values) do
                if value.is_word or value.number < 1 or value.number > schema.most_threads then
                    return self:fault("params.threads", 'the parameter "threads" has the value %s; use whole '
                        .. "numbers from 1 to %d", value.text, schema.most_threads)
                end
            end
            return 0
        end
    end
    return field or 1
end

--- Which values are quick, by index; without `quick` the middle one (the lower of two).
function Check:quick(param)
    if param.quick == nil then return { [(#param.values + 1) // 2] = true } end
    local chosen = {}
    if not is_list(param.quick) then return chosen end
    for k, item in ipairs(param.quick) do
        local value = (is_text(item) or type(item) == "number") and param_value(item)
        local index = value and find_value(param, value)
        if index and chosen[index] then
            self:field(join(param.path .. ".quick", k), "is %s, once more; remove it", value.text)
        end
        if index then chosen[index] = true end
        if value and not index then
            self:field(join(param.path .. ".quick", k), 'is %s, which is not among the values of "%s"',
                value.text, param.name)
        end
    end
    return chosen
end

--- The points in declaration order, the last parameter varies fastest; `values` count from 1.
local function make_points(params)
    local points = { { values = {}, words = {}, quick = true, at = {} } }
    for _, param in ipairs(params) do
        local longer = {}
        for _, point in ipairs(points) do
            for k, value in ipairs(param.values) do
                local more = { values = { table.unpack(point.values) }, words = { table.unpack(point.words) } }
                more.values[#more.values + 1] = k
                more.words[#more.words + 1] = param.name .. ":" .. value.text
                more.quick = point.quick and param.chosen[k] or false
                longer[#longer + 1] = more
            end
        end
        points = longer
    end
    for _, point in ipairs(points) do point.name = table.concat(point.words, "/") end
    return points
end

--- Parameters and points; no points where the parameters are not sound.
function Check:read_points(tree)
    local params, good = self:read_params(tree.params)
    local threads = self:threads(tree, params)
    local count = 1
    for _, param in ipairs(params) do
        count = count * #param.values
        if count > schema.most_points then
            good = self:fault("params", "the parameters make more than %d points; give fewer values",
                schema.most_points)
            break
        end
    end
    if not good or not threads then return params, {}, threads end
    for _, param in ipairs(params) do param.chosen = self:quick(param) end
    return params, make_points(params), threads
end

-- ---- strategies ----------------------------------------------------------------------------

--- One figure for every point; `absent` where it is not given. `unchanged` is what nil stands for, if
--- a function may return it.
function Check:figures(path, value, points, absent, unchanged)
    local figures = {}
    local given = type(value) == "number" and value or absent
    for k = 1, #points do figures[k] = given end
    if kind_of(value) ~= "function" then return figures end
    for k, result in ipairs(value.results) do
        local figure = result.value
        local at = points[k].name == "" and "" or " for " .. points[k].name
        if result.fault then
            self:fault_at({ result.line }, "%s fails%s: %s", show(path), at, result.fault)
            break
        end
        if figure == nil and unchanged then
            figure = unchanged
        elseif type(figure) ~= "number" then
            self:field(path, "gives %s%s; it must return a number", kind_words[kind_of(figure)], at)
            break
        elseif not (figure >= 0 and figure <= schema.most_whole) then
            self:field(path, "gives %.16g%s; it must return %s", figure, at,
                figure >= 0 and "less" or "0 or more")
            break
        end
        figures[k] = figure
    end
    return figures
end

local function list_of_texts(value)
    local texts = {}
    if not is_list(value) then return texts end
    for _, text in ipairs(value) do texts[#texts + 1] = is_text(text) and text or nil end
    return texts
end

--- Prose without the blanks and line ends around it.
local function trim(text)
    return is_text(text) and (text:match("^[ \t\r\n\v\f]*(.*[^ \t\r\n\v\f])") or "") or nil
end

local function minor_of(release) return is_text(release) and tonumber(release:match("^1%.(%d+)$")) or nil end

--- "Go 1.24", "Go 1.21 alone", "Go 1.21 to 1.23"
local function releases(minor, before)
    local last = before and before - 1 or minor
    if not before then return ("Go 1.%d"):format(minor) end
    return ("Go 1.%d " .. (last > minor and "to 1.%d" or "alone")):format(minor, last)
end

--- What one entry of `since` changes; the fields that the schema checks are taken as they are.
function Check:change(path, given, points, in_strategy)
    local minor, before = minor_of(given.go), minor_of(given.before)
    if minor and before and before <= minor then
        self:field(path .. ".before", 'is "%s", but it came with "%s"; correct one of them', given.before, given.go)
    end
    local figures = given.allocs ~= nil or given.bytes ~= nil
    if in_strategy and not figures and given.escapes == nil then
        self:field(path, "changes nothing; give allocs, bytes or escapes, or tell it in the case's since")
    end
    if is_list(given.escapes) and #given.escapes > 1 then
        self:field(path .. ".escapes", "holds %d lines; give the one that is printed instead", #given.escapes)
    end
    return {
        minor = minor, before = before or 0, because = trim(given.because),
        cause = minor and is_text(given.because) and releases(minor, before) .. ": " .. trim(given.because),
        allocs = figures and self:figures(path .. ".allocs", given.allocs, points, -1, -1) or nil,
        bytes = figures and self:figures(path .. ".bytes", given.bytes, points, -1, -1) or nil,
        escapes = list_of_texts(given.escapes), slack = given.slack or 0,
    }
end

function Check:changes(path, given, points, in_strategy)
    local list = {}
    if not is_list(given) then return list end
    for k, item in ipairs(given) do
        if kind_of(item) == "table" then
            list[#list + 1] = self:change(join(path, k), item, points, in_strategy)
        end
    end
    return list
end

--- A text with the line of its first character; nil where it is absent.
function Check:source(path, text)
    if not is_text(text) then return end
    return { text = text, line = source.text_line(self.found, path, text) }
end

local function is_blank(text) return not text:find("[^ \t\r\n\v\f]") end

local languages = {
    go = { name = "Go", example = function(name) return ("func %sOp(i uint64) uint64 { … }"):format(camel(name)) end },
    c = {
        name = "C",
        example = function(name) return ("static uint64_t %s_op(uint64_t i) { … }"):format(snake(name)) end,
    },
}

--- A strategy has code, in the languages that the others have.
function Check:code(path, name, given, strategies)
    if given.go == nil and given.c == nil then
        return self:fault(path, "%s has no code; write go, or c, or both", show(path))
    end
    for _, field in ipairs { "go", "c" } do
        for _, other in pairs(strategies) do
            if given[field] == nil and kind_of(other) == "table" and other[field] ~= nil then
                self:fault(path, '%s lacks "%s", which others have; add %s = [[%s]], or leave all %s out',
                    show(path), field, field, languages[field].example(name), languages[field].name)
                break
            end
        end
    end
end

function Check:operation(path, name, given, shared)
    local op = snake(name) .. "_op"
    for _, suffix in ipairs { "_op", "_setup", "_teardown" } do
        local func = snake(name) .. suffix
        if is_text(shared) and host.defines(shared, func) then
            return self:fault("c", "c defines %s; move it into strategies.%s.c", func, name)
        end
    end
    if is_text(given.c) and not is_blank(given.c) and not host.defines(given.c, op) then
        self:fault(path, "strategy %s: its C defines no function %s; write %s (escapement migrate FILE does "
            .. "it for a body alone)", name, op, languages.c.example(name))
    end
end

--- On the stack nothing is allocated, whatever the point.
function Check:no_allocation(path, figures)
    for _, figure in ipairs(figures) do
        if figure > 0 then
            return self:field(path, 'is %.16g, but a strategy on the stack allocates nothing; leave it out, or '
                .. 'write place = "heap"', figure)
        end
    end
end

function Check:strategy(name, given, tree, points)
    local path = "strategies." .. name
    if kind_of(given) ~= "table" then return end
    local on_stack = (given.place or (name == "stack" and name)) == "stack"
    if given.remedy == true and (name == "stack" or name == "heap") then
        self:field(join(path, "remedy"), "is true, but %s is one of the two sides; leave it out", name)
    end
    self:code(path, name, given, tree.strategies)
    self:operation(path, name, given, tree.c)
    self:no_repeats(path .. ".escapes", given.escapes)
    local strategy = {
        name = name, on_stack = on_stack,
        remedy = name ~= "stack" and name ~= "heap" and given.remedy ~= false,
        go = self:source(path .. ".go", given.go), c = self:source(path .. ".c", given.c),
        escapes = list_of_texts(given.escapes),
        since = self:changes(path .. ".since", given.since, points, true),
    }
    for _, figure in ipairs { "allocs", "bytes" } do
        local before = #self.faults
        strategy[figure] = self:figures(join(path, figure), given[figure], points, on_stack and 0 or -1)
        if on_stack and #self.faults == before then
            self:no_allocation(join(path, figure), strategy[figure])
        end
    end
    return strategy
end

--- "a-1" and "a1" are one function in Go.
function Check:functions(names)
    local first = {}
    for _, name in ipairs(names) do
        local func = camel(name)
        if first[func] then
            self:fault("strategies." .. name, 'the strategies "%s" and "%s" are both %sOp in Go; rename one of '
                .. "them", first[func], name, func)
        end
        first[func] = name
    end
end

--- "stack" and "heap" first, then the remedies by name.
function Check:strategies(tree, points)
    local list, given = {}, tree.strategies
    if kind_of(given) ~= "table" then return list end
    local names = { "stack", "heap" }
    for _, name in ipairs(names_of(given)) do
        if name ~= "stack" and name ~= "heap" then names[#names + 1] = name end
    end
    self:functions(names)
    for _, name in ipairs(names) do list[#list + 1] = self:strategy(name, given[name], tree, points) end
    return list
end

-- ---- the case ------------------------------------------------------------------------------

function Check:no_repeats(path, list)
    local seen = {}
    if not is_list(list) then return end
    for k, item in ipairs(list) do
        if is_text(item) and seen[item] then
            self:field(join(path, k), 'is "%s" once more; remove it', item)
        end
        if is_text(item) then seen[item] = true end
    end
end

function Check:file_name(stem)
    if schema.named("kebab", stem) then return end
    self:fault_at({ 0 }, "the file's name is the case's; use %s for it, not \"%s\"", schema.namings.kebab.words, stem)
end

local function new_check(found) return setmetatable({ found = found, faults = {}, constants = {} }, Check) end

local check = {}

--- What the file's functions are to be called with: for each point a table from parameter to value.
--- Empty while the parameters are not sound.
function check.points(tree)
    local params, points = new_check({ case_line = 1, fields = {}, texts = {} }):read_points(tree)
    local list = {}
    for i, point in ipairs(points) do
        list[i] = {}
        for k, param in ipairs(params) do
            local value = param.values[point.values[k]]
            list[i][param.name] = value.is_word and value.text or value.number
        end
    end
    return list
end

--- Sound ones only; the schema has told what is wrong with the others.
function Check:counters(given)
    local list, first = {}, {}
    if not is_list(given) then return list end
    if #given > schema.most_counters then
        self:fault("counters", "there are more than %d counters; give fewer", schema.most_counters)
    end
    for k, item in ipairs(given) do
        local name = kind_of(item) == "table" and item.name
        if is_text(name) and first[name] then
            self:field(join("counters", k) .. ".name", 'is "%s" once more; rename one of them', name)
        end
        if is_text(name) then
            first[name] = true
            list[#list + 1] = {
                name = name, label = trim(item.label) or name, unit = trim(item.unit),
                per = item.per or "value", better = item.better or "neither",
            }
        end
    end
    return list
end

--- What stands beside the work in the heap, into the points.
function Check:workload(tree, points)
    local bytes = self:figures("live_bytes", tree.live_bytes, points, 0)
    local blocks = self:figures("live_blocks", tree.live_blocks, points, 0)
    local gogc = self:figures("gogc", tree.gogc, points, -1)
    for k = 1, #points do
        if (bytes[k] > 0) ~= (blocks[k] > 0) then
            self:field(bytes[k] > 0 and "live_bytes" or "live_blocks", "is not 0 where %s is; give both",
                bytes[k] > 0 and "live_blocks" or "live_bytes")
            break
        end
    end
    for k, point in ipairs(points) do
        point.live_bytes, point.live_blocks, point.gogc = bytes[k], blocks[k], math.floor(gogc[k])
    end
end

--- The case as plain data for load/fill.c, or nil and all faults, each with `line` and `text`, sorted.
--- Every check is made, whatever the others say, so that all faults are told at once.
function check.case(tree, text, stem)
    local self = new_check(source.read(text))
    self:value("", { kind = "record", of = "case" }, tree)
    self:repeats()
    self:file_name(stem)
    self:no_repeats("runtimes", tree.runtimes)
    self:no_repeats("tags", tree.tags)
    local params, points, threads = self:read_points(tree)
    local least = self:figures("iterations", tree.iterations, points, 0)
    for k, point in ipairs(points) do point.least_iterations = math.floor(least[k]) end
    self:workload(tree, points)
    local case = {
        line = self.found.case_line,
        title = trim(tree.title), tags = list_of_texts(tree.tags),
        question = trim(tree.question),
        because = trim(tree.because), remedy = trim(tree.remedy),
        control = tree.control == true, differs = trim(tree.differs),
        tolerance = tree.tolerance or 0, threads = threads,
        go = self:source("go", tree.go), c = self:source("c", tree.c),
        since = self:changes("since", tree.since, points, false),
        counters = self:counters(tree.counters),
        params = params, points = points, runtimes = tree.runtimes or host.runtimes,
        strategies = self:strategies(tree, points),
    }
    if #self.faults == 0 then return case end
    table.sort(self.faults, function(a, b)
        if a.line ~= b.line then return a.line < b.line end
        if a.from ~= b.from then return (a.from or 0) < (b.from or 0) end
        return host.before(a.text, b.text)
    end)
    return nil, self.faults
end

--- Why a name cannot be a case's, or nil.
function check.case_name(name)
    if not schema.named("kebab", name) then return schema.namings.kebab.words end
end

return check
