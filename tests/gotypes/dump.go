// Prints what go/types knows of each file's expressions, in the words of dump.c: FILE:LINE:COLUMN KIND TYPE
// [= VALUE], where the expression's text begins. Each file is a package of its own.
package main

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/big"
	"os"
	"strings"
)

func main() {
	files := token.NewFileSet()
	library := importer.ForCompiler(files, "source", nil)
	for _, path := range os.Args[1:] {
		file, err := parser.ParseFile(files, path, nil, 0)
		if err == nil {
			err = dump(files, library, path, file)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}
}

func dump(files *token.FileSet, library types.Importer, path string, file *ast.File) error {
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: library, Sizes: types.SizesFor("gc", "amd64")}
	pkg, err := config.Check("main", files, []*ast.File{file}, info)
	if err != nil {
		return err
	}
	p := printer{files, path, pkg}
	ast.Inspect(file, func(node ast.Node) bool { // info also has nodes that are not written: the 1 of x++
		expr, _ := node.(ast.Expr)
		if tv, ok := info.Types[expr]; ok && kindOf(expr) != "" && tv.IsValue() && !tv.IsNil() {
			p.line(expr.Pos(), kindOf(expr), typeOf(expr, tv), tv.Value)
		}
		return true
	})
	for _, names := range []map[*ast.Ident]types.Object{info.Defs, info.Uses} {
		for name, object := range names {
			if v, ok := object.(*types.Var); !ok || !v.Embedded() || info.Uses[name] == object {
				p.object(name, object)
			}
		}
	}
	return nil
}

// typeOf: where `, ok` is asked for too, go/types says (T, bool); the analyser T.
func typeOf(expr ast.Expr, tv types.TypeAndValue) types.Type {
	if tuple, ok := tv.Type.(*types.Tuple); ok {
		if _, call := unparen(expr).(*ast.CallExpr); !call {
			return tuple.At(0).Type()
		}
	}
	return tv.Type
}

type printer struct {
	files *token.FileSet
	path  string
	pkg   *types.Package
}

func (p *printer) object(name *ast.Ident, object types.Object) {
	switch o := object.(type) {
	case *types.Const:
		if o.Pkg() == p.pkg {
			p.line(name.Pos(), "object", o.Type(), o.Val())
		} else {
			p.line(name.Pos(), "object", o.Type(), nil)
		}
	case *types.TypeName:
		p.line(name.Pos(), "type", o.Type(), nil)
	case *types.Var, *types.Func:
		p.line(name.Pos(), "object", o.Type(), nil)
	}
}

func (p *printer) line(at token.Pos, kind string, t types.Type, value constant.Value) {
	place := p.files.PositionFor(at, false)
	text := fmt.Sprintf("%s:%d:%d %s %s", p.path, place.Line, place.Column, kind, typeText(t))
	if value != nil {
		text += " = " + valueText(rounded(t, value))
	}
	fmt.Println(text)
}

func kindOf(expr ast.Expr) string {
	switch expr.(type) {
	case *ast.Ident:
		return "name"
	case *ast.BasicLit:
		return "literal"
	case *ast.CompositeLit:
		return "composite"
	case *ast.FuncLit:
		return "func"
	case *ast.SelectorExpr:
		return "selector"
	case *ast.IndexExpr:
		return "index"
	case *ast.SliceExpr:
		return "slice"
	case *ast.TypeAssertExpr:
		return "assert"
	case *ast.StarExpr:
		return "star"
	case *ast.UnaryExpr:
		return "unary"
	case *ast.BinaryExpr:
		return "binary"
	case *ast.CallExpr:
		return "call"
	}
	return ""
}

// ---- types and values, as the compiler and constant.h write them ----

// open holds the types whose text is being written: interfaces may lead back to themselves.
var open = map[types.Type]bool{}

func typeText(t types.Type) string {
	if open[t] {
		return "@"
	}
	open[t] = true
	defer delete(open, t)
	switch t := t.(type) {
	case *types.Basic:
		if t.Kind() == types.UnsafePointer {
			return "unsafe.Pointer"
		}
		return t.Name()
	case *types.Named:
		if t.Obj().Pkg() == nil {
			return t.Obj().Name()
		}
		return t.Obj().Pkg().Name() + "." + t.Obj().Name()
	case *types.Pointer:
		return "*" + typeText(t.Elem())
	case *types.Slice:
		return "[]" + typeText(t.Elem())
	case *types.Array:
		return fmt.Sprintf("[%d]%s", t.Len(), typeText(t.Elem()))
	case *types.Map:
		return "map[" + typeText(t.Key()) + "]" + typeText(t.Elem())
	case *types.Chan:
		inner := typeText(t.Elem())
		switch t.Dir() {
		case types.SendOnly:
			return "chan<- " + inner
		case types.RecvOnly:
			return "<-chan " + inner
		}
		if strings.HasPrefix(inner, "<-") {
			return "chan (" + inner + ")"
		}
		return "chan " + inner
	case *types.Signature:
		return "func" + signature(t)
	case *types.Struct:
		return structText(t)
	case *types.Interface:
		return interfaceText(t)
	case *types.Tuple:
		return tupleText(t, false)
	}
	return t.String()
}

func tupleText(t *types.Tuple, variadic bool) string {
	var parts []string
	for i := 0; i < t.Len(); i++ {
		if slice, ok := t.At(i).Type().(*types.Slice); ok && variadic && i == t.Len()-1 {
			parts = append(parts, "..."+typeText(slice.Elem()))
		} else {
			parts = append(parts, typeText(t.At(i).Type()))
		}
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

func signature(t *types.Signature) string {
	text := tupleText(t.Params(), t.Variadic())
	switch t.Results().Len() {
	case 0:
		return text
	case 1:
		return text + " " + typeText(t.Results().At(0).Type())
	}
	return text + " " + tupleText(t.Results(), false)
}

func structText(t *types.Struct) string {
	var fields []string
	for i := 0; i < t.NumFields(); i++ {
		text := typeText(t.Field(i).Type())
		if !t.Field(i).Embedded() {
			text = t.Field(i).Name() + " " + text
		}
		if t.Tag(i) != "" {
			text += " \"" + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(t.Tag(i)) + "\""
		}
		fields = append(fields, text)
	}
	return braces("struct", fields)
}

// interfaceText: exported methods first, then by name, as the compiler sorts them.
func interfaceText(t *types.Interface) string {
	if t == types.Universe.Lookup("any").Type() {
		return "any"
	}
	var exported, others []string
	for i := 0; i < t.NumMethods(); i++ {
		m := t.Method(i)
		text := m.Name() + signature(m.Type().(*types.Signature))
		if m.Exported() {
			exported = append(exported, text)
		} else {
			others = append(others, m.Pkg().Name()+"."+text)
		}
	}
	return braces("interface", append(exported, others...))
}

func braces(word string, parts []string) string {
	if len(parts) == 0 {
		return word + " {}"
	}
	return word + " { " + strings.Join(parts, "; ") + " }"
}

// rounded: go/types keeps what was written beside a type of fewer bits, the analyser what the type makes of it.
func rounded(t types.Type, v constant.Value) constant.Value {
	if basic, ok := t.Underlying().(*types.Basic); ok && v.Kind() != constant.Complex {
		switch basic.Kind() {
		case types.Float32:
			f, _ := constant.Float32Val(v)
			return constant.MakeFloat64(float64(f))
		case types.Float64:
			f, _ := constant.Float64Val(v)
			return constant.MakeFloat64(f)
		}
	}
	return v
}

func valueText(v constant.Value) string {
	switch v.Kind() {
	case constant.String:
		var text strings.Builder
		s := constant.StringVal(v)
		for i := 0; i < len(s); i++ {
			if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
				fmt.Fprintf(&text, "\\x%02x", c)
			} else {
				text.WriteByte(c)
			}
		}
		return "\"" + text.String() + "\""
	case constant.Complex:
		if constant.Sign(constant.Imag(v)) == 0 {
			return valueText(constant.Real(v))
		}
		return "(" + valueText(constant.Real(v)) + " + " + valueText(constant.Imag(v)) + "i)"
	case constant.Float:
		if num, denom := constant.Num(v), constant.Denom(v); num.Kind() == constant.Int {
			if text := denom.ExactString(); text != "1" {
				return num.ExactString() + "/" + text
			}
			return num.ExactString()
		}
		if f, ok := constant.Val(v).(*big.Float); ok && f.MantExp(nil) < 1<<20 {
			exact, _ := f.Rat(nil)
			return exact.RatString()
		}
	}
	return v.ExactString()
}

func unparen(expr ast.Expr) ast.Expr {
	for {
		paren, ok := expr.(*ast.ParenExpr)
		if !ok {
			return expr
		}
		expr = paren.X
	}
}
