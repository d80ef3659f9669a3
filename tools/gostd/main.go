// What the analyser needs to know of Go's standard library, as data: the types of what its packages
// offer, and where the parameters of their functions flow to. Run by a maintainer, with the Go
// release that the data is to be of, whose library's source must be there:
//
//	go run . >../../harness/gotypes/go1.19.data     writes the data
//	go run . -check ../../harness/gotypes/go1.19.data    says where it differs from this Go's
//
// The file: a line "gostd 1 RELEASE", a line for each package "PATH OFFSET LENGTH SIZE", an empty
// line, then a zlib stream for each package, LENGTH bytes at OFFSET behind that line, SIZE bytes when
// unpacked. A package's text is described at (*writer).text.
package main

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"flag"
	"fmt"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"log"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"sort"
	"strconv"
	"strings"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("gostd: ")
	check := flag.String("check", "", "compare with this `file`")
	flag.Parse()
	paths := library()
	g := newGenerator(readTags())
	for _, path := range paths {
		g.add(path)
	}
	texts := g.texts()
	if *check != "" {
		compare(*check, texts)
		return
	}
	if err := pack(os.Stdout, texts); err != nil {
		log.Fatal(err)
	}
}

// library names the packages of the standard library that have Go files.
func library() []string {
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		log.Fatal(err)
	}
	var paths []string
	for _, path := range strings.Fields(string(out)) {
		if !strings.HasPrefix(path, "vendor/") && path != "unsafe" {
			paths = append(paths, path)
		}
	}
	return paths
}

// ---- tags: what the compiler says of each parameter ----

// A leak is the fewest dereferences with which a parameter flows to the heap, and to each variable by name.
type leak struct {
	heap    int // -1: not at all
	results map[string]int
	content bool // the compiler's summary says that it is not the parameter itself that reaches the heap
}

var (
	leaks    = regexp.MustCompile(`^(\S+?:\d+:\d+): parameter (\S+) leaks to (\{.*\}|\S+)(?: for \S+)? with derefs=(\d+):`)
	messages = regexp.MustCompile(`^(\S+?:\d+:\d+): (?:leaking param(?: content)?: (\S+)|(\S+) does not escape$|moved to heap: (\S+))(.*)`)
)

// readTags builds the library as it is built for everybody, inlined, and reads what -m=2 prints.
// The key is the parameter's place below src, and its name.
func readTags() map[string]*leak {
	build := exec.Command("go", "build", "-gcflags=-m=2", "std")
	out, err := build.StderrPipe()
	if err == nil {
		err = build.Start()
	}
	if err != nil {
		log.Fatal(err)
	}
	tags := map[string]*leak{}
	lines := bufio.NewScanner(out)
	lines.Buffer(make([]byte, 1<<20), 1<<24)
	for lines.Scan() {
		readTag(tags, lines.Text())
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
	if err := build.Wait(); err != nil {
		log.Fatal(err)
	}
	return tags
}

func readTag(tags map[string]*leak, line string) {
	get := func(place, name string) *leak {
		key := below(place) + " " + name
		if tags[key] == nil {
			tags[key] = &leak{heap: -1, results: map[string]int{}}
		}
		return tags[key]
	}
	if !strings.Contains(line, "leak") && !strings.HasSuffix(line, " does not escape") &&
		!strings.Contains(line, "moved to heap: ") {
		return // of most lines in a fiftieth of the expressions' time
	}
	if m := leaks.FindStringSubmatch(line); m != nil {
		tag := get(m[1], m[2])
		derefs, _ := strconv.Atoi(m[4])
		if strings.HasPrefix(m[3], "{") {
			if tag.heap < 0 || derefs < tag.heap {
				tag.heap = derefs
			}
		} else if old, ok := tag.results[m[3]]; !ok || derefs < old {
			tag.results[m[3]] = derefs
		}
	} else if m := messages.FindStringSubmatch(line); m != nil {
		tag := get(m[1], m[2]+m[3]+m[4])
		whole := strings.HasPrefix(line[len(m[1]):], ": leaking param: ") && !strings.Contains(line, " to result ")
		if whole || m[4] != "" { // functions without a body print only this
			tag.heap = 0
		}
		if strings.HasPrefix(line[len(m[1]):], ": leaking param content: ") {
			tag.content = true
		}
	}
}

// below is the place without what stands before the library's own folders.
func below(place string) string {
	if at := strings.LastIndex(place, "/src/"); at >= 0 {
		return place[at+len("/src/"):]
	}
	return place
}

// ---- packages ----

type generator struct {
	tags     map[string]*leak
	files    *token.FileSet
	importer types.Importer
	packages map[string]*types.Package
	objects  map[string]map[string]types.Object // path, name: what is written
	todo     []func()
	escaping map[string]bool // //go:uintptrescapes, by place
	heapless map[string]bool // //go:notinheap, by place
	unknown  int
}

func newGenerator(tags map[string]*leak) *generator {
	files := token.NewFileSet()
	return &generator{
		tags: tags, files: files, importer: importer.ForCompiler(files, "source", nil),
		packages: map[string]*types.Package{}, objects: map[string]map[string]types.Object{},
		escaping: map[string]bool{}, heapless: map[string]bool{},
	}
}

// add takes all that the package exports, and the types that lead on from there.
func (g *generator) add(path string) {
	pkg, err := g.importer.Import(path)
	if err != nil {
		log.Printf("%s: %v", path, err)
		return
	}
	g.packages[path] = pkg
	if g.objects[path] == nil {
		g.objects[path] = map[string]types.Object{}
	}
	for _, name := range pkg.Scope().Names() {
		if token.IsExported(name) {
			g.want(pkg.Scope().Lookup(name))
		}
	}
}

func (g *generator) want(object types.Object) {
	path := object.Pkg().Path()
	if g.objects[path] == nil {
		g.objects[path] = map[string]types.Object{}
		g.packages[path] = object.Pkg()
	}
	if g.objects[path][object.Name()] == nil {
		g.objects[path][object.Name()] = object
	}
}

// texts writes every object; writing one may want others.
func (g *generator) texts() map[string]string {
	lines := map[string]map[string]string{}
	uses := map[string]*uses{}
	for more := true; more; {
		more = false
		for _, path := range sorted(g.objects) {
			if lines[path] == nil {
				lines[path] = map[string]string{}
				uses[path] = newUses(path)
			}
			for _, name := range sorted(g.objects[path]) {
				if _, ok := lines[path][name]; !ok {
					w := &writer{g: g, uses: uses[path], pkg: g.packages[path]}
					lines[path][name] = w.text(name, g.objects[path][name])
					more = true
				}
			}
		}
	}
	texts := map[string]string{}
	for path := range lines {
		var text strings.Builder
		fmt.Fprintf(&text, "%s %s\n", g.packages[path].Name(), strings.Join(uses[path].paths, " "))
		for _, name := range sorted(lines[path]) {
			text.WriteString(lines[path][name] + "\n")
		}
		texts[path] = text.String()
	}
	if g.unknown > 0 {
		log.Printf("%d parameters that hold pointers have no tag", g.unknown)
	}
	return texts
}

func sorted[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	return keys
}

// uses numbers the other packages that a package's text names, from 1.
type uses struct {
	own   string
	paths []string
	index map[string]int
}

func newUses(own string) *uses { return &uses{own: own, index: map[string]int{}} }

func (u *uses) number(pkg *types.Package) string {
	path := pkg.Path()
	if path == u.own {
		return ""
	}
	if u.index[path] == 0 {
		u.paths = append(u.paths, path)
		u.index[path] = len(u.paths)
	}
	return strconv.Itoa(u.index[path])
}

// ---- an object as a line ----

type writer struct {
	g    *generator
	uses *uses
	pkg  *types.Package
	out  strings.Builder
}

// text is the line of one object: its name, a letter for what it is, and
//
//	C TYPE VALUE      a constant
//	V TYPE            a variable
//	F TYPE<tab>TAGS   a function
//	A TYPE            an alias
//	T[n] TYPE         a type (n: not in heap), then for each method <tab>NAME[*]TYPE TAGS (*: of the pointer);
//	                  of an instance of a generic type, which nobody else can name, without methods
//	G                 a generic function or type
//
// Types: a name of the universe; .NAME of this package, 3.NAME of the third of those in the first
// line; @ unsafe.Pointer; %i %r %f %c %s %b %n untyped; *T []T [5]T {KEY}T; =T <T >T channels for
// both, to receive, to send; (T,T)(T) a function, ~T its last parameter with dots; s{NAME T"tag";^T}
// a struct, ^ an embedded field; i{NAME(T)(T);…} an interface with all its methods. 3:NAME is an
// unexported name of another package.
//
// TAGS, one a parameter, the receiver's first, parted by blanks: - does not leak, else hN (to the
// heap after N dereferences) and rI:N (to result I); ? is not known. u at the end: //go:uintptrescapes.
func (w *writer) text(name string, object types.Object) string {
	w.out.WriteString(name)
	switch o := object.(type) {
	case *types.Const:
		w.out.WriteString(" C ")
		w.typ(o.Type())
		w.out.WriteString(" " + value(o.Val()))
	case *types.Var:
		w.out.WriteString(" V ")
		w.typ(o.Type())
	case *types.Func:
		sig := o.Type().(*types.Signature)
		if sig.TypeParams().Len() > 0 {
			w.out.WriteString(" G")
			break
		}
		w.out.WriteString(" F ")
		w.typ(sig)
		w.out.WriteString("\t" + w.leaks(o))
	case *types.TypeName:
		w.typeName(o)
	}
	return w.out.String()
}

func value(v constant.Value) string {
	switch v.Kind() {
	case constant.String:
		return strconv.QuoteToASCII(constant.StringVal(v))
	case constant.Float:
		if i := constant.ToInt(v); i.Kind() == constant.Int {
			return i.ExactString()
		}
	}
	return v.ExactString()
}

func (w *writer) typeName(o *types.TypeName) {
	if o.IsAlias() && !isInstance(o) {
		w.out.WriteString(" A ")
		w.typ(o.Type())
		return
	}
	named := o.Type().(*types.Named)
	if named.TypeParams().Len() > 0 && named.TypeArgs().Len() == 0 || isConstraint(named) {
		w.out.WriteString(" G")
		return
	}
	w.out.WriteString(" T")
	if w.g.isNotInHeap(o) {
		w.out.WriteString("n")
	}
	w.out.WriteString(" ")
	w.typ(named.Underlying())
	wanted := w.g.unexportedMethods(o.Pkg())
	var lines []string
	for i := 0; i < named.NumMethods(); i++ {
		method := named.Method(i)
		if (method.Exported() || wanted[method.Name()]) && !isInstance(o) {
			lines = append(lines, w.method(method))
		}
	}
	sort.Strings(lines)
	for _, line := range lines {
		w.out.WriteString("\t" + line)
	}
}

// isInstance: a type of its own name made from a generic one, by (*writer).named.
func isInstance(o *types.TypeName) bool {
	named, ok := o.Type().(*types.Named)
	return ok && named.TypeArgs().Len() > 0
}

func (w *writer) method(method *types.Func) string {
	sig := method.Type().(*types.Signature)
	inner := &writer{g: w.g, uses: w.uses, pkg: w.pkg}
	inner.out.WriteString(method.Name())
	if _, ok := sig.Recv().Type().(*types.Pointer); ok {
		inner.out.WriteString("*")
	}
	inner.typ(sig)
	inner.out.WriteString(" " + w.leaks(method))
	return inner.out.String()
}

// isConstraint: an interface that no variable can be of.
func isConstraint(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && !i.IsMethodSet()
}

// unexportedMethods are those that some interface of the package asks for.
func (g *generator) unexportedMethods(pkg *types.Package) map[string]bool {
	wanted := map[string]bool{}
	for _, name := range pkg.Scope().Names() {
		if i, ok := pkg.Scope().Lookup(name).Type().Underlying().(*types.Interface); ok {
			for k := 0; k < i.NumMethods(); k++ {
				if !i.Method(k).Exported() {
					wanted[i.Method(k).Name()] = true
				}
			}
		}
	}
	return wanted
}

// ---- types ----

func (w *writer) typ(t types.Type) {
	switch t := t.(type) {
	case *types.Basic:
		w.out.WriteString(basicText(t))
	case *types.Named:
		w.named(t)
	case *types.Pointer:
		w.out.WriteString("*")
		w.typ(t.Elem())
	case *types.Slice:
		w.out.WriteString("[]")
		w.typ(t.Elem())
	case *types.Array:
		fmt.Fprintf(&w.out, "[%d]", t.Len())
		w.typ(t.Elem())
	case *types.Map:
		w.out.WriteString("{")
		w.typ(t.Key())
		w.out.WriteString("}")
		w.typ(t.Elem())
	case *types.Chan:
		w.out.WriteString(map[types.ChanDir]string{types.SendRecv: "=", types.RecvOnly: "<", types.SendOnly: ">"}[t.Dir()])
		w.typ(t.Elem())
	case *types.Signature:
		w.tuple(t.Params(), t.Variadic())
		w.tuple(t.Results(), false)
	case *types.Struct:
		w.record(t)
	case *types.Interface:
		w.iface(t)
	default:
		log.Fatalf("%s: no text for the type %v", w.uses.own, t)
	}
}

func basicText(t *types.Basic) string {
	switch t.Kind() {
	case types.UnsafePointer:
		return "@"
	case types.UntypedInt:
		return "%i"
	case types.UntypedRune:
		return "%r"
	case types.UntypedFloat:
		return "%f"
	case types.UntypedComplex:
		return "%c"
	case types.UntypedString:
		return "%s"
	case types.UntypedBool:
		return "%b"
	}
	return t.Name()
}

// named: an instance of a generic type is written as a type of its own.
func (w *writer) named(t *types.Named) {
	object := types.Object(t.Obj())
	if object.Pkg() == nil {
		w.out.WriteString(object.Name())
		return
	}
	if t.TypeArgs().Len() > 0 {
		name := strings.NewReplacer(" ", "", ",", "·", "/", "·").Replace(types.TypeString(t, func(*types.Package) string { return "" }))
		object = types.NewTypeName(object.Pos(), object.Pkg(), name, t)
	}
	w.g.want(object)
	w.out.WriteString(w.uses.number(object.Pkg()) + "." + object.Name())
}

func (w *writer) tuple(t *types.Tuple, variadic bool) {
	w.out.WriteString("(")
	for i := 0; i < t.Len(); i++ {
		if i > 0 {
			w.out.WriteString(",")
		}
		typ := t.At(i).Type()
		if variadic && i == t.Len()-1 {
			if slice, ok := typ.(*types.Slice); ok {
				w.out.WriteString("~")
				typ = slice.Elem()
			}
		}
		w.typ(typ)
	}
	w.out.WriteString(")")
}

func (w *writer) name(o types.Object) string {
	if o.Exported() || o.Pkg() == nil || o.Pkg().Path() == w.uses.own {
		return o.Name()
	}
	return w.uses.number(o.Pkg()) + ":" + o.Name()
}

func (w *writer) record(t *types.Struct) {
	w.out.WriteString("s{")
	for i := 0; i < t.NumFields(); i++ {
		if i > 0 {
			w.out.WriteString(";")
		}
		field := t.Field(i)
		if field.Embedded() {
			w.out.WriteString("^")
		}
		w.out.WriteString(w.name(field) + " ")
		w.typ(field.Type())
		if tag := t.Tag(i); tag != "" {
			w.out.WriteString(strconv.QuoteToASCII(tag))
		}
	}
	w.out.WriteString("}")
}

func (w *writer) iface(t *types.Interface) {
	if t == types.Universe.Lookup("any").Type() {
		w.out.WriteString("any")
		return
	}
	w.out.WriteString("i{")
	for i := 0; i < t.NumMethods(); i++ {
		if i > 0 {
			w.out.WriteString(";")
		}
		w.out.WriteString(w.name(t.Method(i)))
		w.typ(t.Method(i).Type())
	}
	w.out.WriteString("}")
}

// ---- tags as text ----

func (w *writer) leaks(f *types.Func) string {
	sig := f.Type().(*types.Signature)
	results := map[string]int{}
	for i := 0; i < sig.Results().Len(); i++ {
		name := sig.Results().At(i).Name()
		if name == "" {
			name = fmt.Sprintf("~r%d", i)
		}
		results[name] = i
	}
	var tags []string
	if sig.Recv() != nil {
		tags = append(tags, w.leak(f, sig.Recv(), results))
	}
	for i := 0; i < sig.Params().Len(); i++ {
		tags = append(tags, w.leak(f, sig.Params().At(i), results))
	}
	if w.g.escapesUintptr(f) {
		tags = append(tags, "u")
	}
	return strings.Join(tags, " ")
}

func (w *writer) leak(f *types.Func, p *types.Var, results map[string]int) string {
	if p.Name() == "" || p.Name() == "_" || !hasPointers(p.Type()) {
		return "-"
	}
	place := w.g.files.Position(p.Pos())
	tag := w.g.tags[fmt.Sprintf("%s:%d:%d %s", below(place.Filename), place.Line, place.Column, p.Name())]
	if tag == nil {
		w.g.unknown++
		log.Printf("%s: %s: no tag", f.FullName(), p.Name())
		return "?"
	}
	heap := tag.heap
	to := map[int]int{}
	for name, derefs := range tag.results {
		i, ok := results[name]
		if ok && i < mostResults && !w.g.isMoved(f, i) {
			to[i] = derefs
		} else if heap < 0 || derefs < heap {
			heap = derefs // a variable on the heap
		}
	}
	if tag.content != (heap > 0) {
		log.Fatalf("%s: %s: to the heap after %d, but content: %v", f.FullName(), p.Name(), heap, tag.content)
	}
	text := ""
	if heap >= 0 {
		text = fmt.Sprintf("h%d", heap)
	}
	for i := 0; i < len(results); i++ {
		if derefs, ok := to[i]; ok && (heap < 0 || derefs < heap) {
			text += fmt.Sprintf("r%d:%d", i, derefs)
		}
	}
	if text == "" {
		return "-"
	}
	return text
}

// mostResults is how many results a tag has room for: cmd/compile/internal/escape/leaks.go.
const mostResults = 7

// isMoved: the result is a variable on the heap, so that what reaches it reaches the heap.
func (g *generator) isMoved(f *types.Func, result int) bool {
	v := f.Type().(*types.Signature).Results().At(result)
	place := g.files.Position(v.Pos())
	tag := g.tags[fmt.Sprintf("%s:%d:%d %s", below(place.Filename), place.Line, place.Column, v.Name())]
	return v.Name() != "" && tag != nil && tag.heap == 0
}

func hasPointers(t types.Type) bool {
	switch u := t.Underlying().(type) {
	case *types.Basic:
		return u.Kind() == types.String || u.Kind() == types.UnsafePointer
	case *types.Array:
		return u.Len() > 0 && hasPointers(u.Elem())
	case *types.Struct:
		for i := 0; i < u.NumFields(); i++ {
			if hasPointers(u.Field(i).Type()) {
				return true
			}
		}
		return false
	}
	return true
}

// ---- directives ----

// escapesUintptr and isNotInHeap look at the comment right above the declaration.
func (g *generator) escapesUintptr(f *types.Func) bool {
	return g.hasDirective(f, "//go:uintptrescapes")
}

func (g *generator) isNotInHeap(o types.Object) bool {
	return g.hasDirective(o, "//go:notinheap") || o.Name() == "nih" && o.Pkg().Path() == "runtime/internal/sys"
}

var sources = map[string][]string{}

func (g *generator) hasDirective(o types.Object, directive string) bool {
	place := g.files.Position(o.Pos())
	if sources[place.Filename] == nil {
		text, err := os.ReadFile(place.Filename)
		if err != nil {
			return false
		}
		sources[place.Filename] = strings.Split(string(text), "\n")
	}
	lines := sources[place.Filename]
	for at := place.Line - 2; at >= 0 && at < len(lines) && strings.HasPrefix(lines[at], "//"); at-- {
		if strings.TrimSpace(lines[at]) == directive {
			return true
		}
	}
	return false
}

// ---- the file ----

func pack(to io.Writer, texts map[string]string) error {
	var head, body bytes.Buffer
	fmt.Fprintf(&head, "gostd 1 %s\n", runtime.Version())
	for _, path := range sorted(texts) {
		from := body.Len()
		z, _ := zlib.NewWriterLevel(&body, zlib.BestCompression)
		io.WriteString(z, texts[path])
		z.Close()
		fmt.Fprintf(&head, "%s %d %d %d\n", path, from, body.Len()-from, len(texts[path]))
	}
	head.WriteString("\n")
	if _, err := to.Write(head.Bytes()); err != nil {
		return err
	}
	_, err := to.Write(body.Bytes())
	return err
}

func unpack(file string) map[string]string {
	data, err := os.ReadFile(file)
	if err != nil {
		log.Fatal(err)
	}
	end := bytes.Index(data, []byte("\n\n"))
	texts := map[string]string{}
	for _, line := range strings.Split(string(data[:end]), "\n")[1:] {
		var path string
		var from, length, size int
		fmt.Sscan(line, &path, &from, &length, &size)
		z, err := zlib.NewReader(bytes.NewReader(data[end+2+from:]))
		if err != nil {
			log.Fatalf("%s: %s: %v", file, path, err)
		}
		text, err := io.ReadAll(z)
		if err != nil || len(text) != size {
			log.Fatalf("%s: %s: %d bytes, not %d: %v", file, path, len(text), size, err)
		}
		texts[path] = string(text)
	}
	return texts
}

// compare prints the lines in which the file and this Go differ; then it is an error.
func compare(file string, now map[string]string) {
	then := unpack(file)
	differ := 0
	paths := map[string]bool{}
	for path := range now {
		paths[path] = true
	}
	for path := range then {
		paths[path] = true
	}
	for _, path := range sorted(paths) {
		if then[path] == now[path] {
			continue
		}
		old, new := lines(then[path]), lines(now[path])
		for _, line := range sorted(old) {
			if !new[line] {
				fmt.Printf("%s: -%s\n", path, line)
				differ++
			}
		}
		for _, line := range sorted(new) {
			if !old[line] {
				fmt.Printf("%s: +%s\n", path, line)
				differ++
			}
		}
	}
	if differ > 0 {
		log.Fatalf("%s: %d lines differ from %s", file, differ, runtime.Version())
	}
	fmt.Printf("%s: %d packages, as %s has them\n", file, len(then), runtime.Version())
}

func lines(text string) map[string]bool {
	set := map[string]bool{}
	for _, line := range strings.Split(text, "\n") {
		set[line] = true
	}
	return set
}
