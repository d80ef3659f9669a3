// Prints the tree that the compiler's own parser makes of each file, as dump.c prints ours. Its
// package lies in the compiler, where nobody may import it from: compare.sh copies it beside this.
package main

import (
	"bufio"
	"fmt"
	"os"
	"reflect"
	"strings"

	"compared/syntax"
)

var words = map[string]string{
	"Name": "name", "BasicLit": "literal", "CompositeLit": "composite literal",
	"KeyValueExpr": "key and value", "FuncLit": "function literal", "ParenExpr": "parentheses",
	"SelectorExpr": "selector", "IndexExpr": "index", "SliceExpr": "slice expression",
	"AssertExpr": "type assertion", "TypeSwitchGuard": "type switch guard", "CallExpr": "call",
	"ArrayType": "array type", "SliceType": "slice type", "DotsType": "variadic parameter",
	"StructType": "struct type", "InterfaceType": "interface type", "FuncType": "function type",
	"MapType": "map type", "ChanType": "channel type", "Field": "field",
	"EmptyStmt": "empty statement", "LabeledStmt": "label", "BlockStmt": "block",
	"ExprStmt": "expression statement", "SendStmt": "send", "DeclStmt": "declaration",
	"AssignStmt": "assignment", "BranchStmt": "branch", "ReturnStmt": "return", "IfStmt": "if",
	"ForStmt": "for", "RangeClause": "range", "SwitchStmt": "switch", "SelectStmt": "select",
	"CaseClause": "case", "CommClause": "case of a select", "ImportDecl": "import",
	"ConstDecl": "constant declaration", "TypeDecl": "type declaration",
	"VarDecl": "variable declaration", "FuncDecl": "function declaration",
}

func word(n syntax.Node) string {
	switch n := n.(type) {
	case *syntax.Operation:
		if n.Y == nil {
			return "unary operator"
		}
		return "binary operator"
	case *syntax.CallStmt:
		return n.Tok.String() + " statement"
	}
	return words[reflect.TypeOf(n).Elem().Name()]
}

func chosen(is bool, text string) string {
	if is {
		return text
	}
	return ""
}

func detail(n syntax.Node) string {
	switch n := n.(type) {
	case *syntax.Name:
		return n.Value
	case *syntax.BasicLit:
		return strings.ReplaceAll(n.Value, "\n", "\\n")
	case *syntax.Operation:
		return n.Op.String()
	case *syntax.ChanType:
		return []string{"both", "send", "receive"}[n.Dir]
	case *syntax.BranchStmt:
		if n.Target != nil {
			return fmt.Sprintf("%s > %d:%d", n.Tok, n.Target.Pos().Line(), n.Target.Pos().Col())
		}
		return n.Tok.String()
	case *syntax.CallExpr:
		return chosen(n.HasDots, "...")
	case *syntax.AssignStmt:
		if n.Op == 0 {
			return ""
		}
		return n.Op.String()
	case *syntax.RangeClause:
		return chosen(n.Def, ":")
	case *syntax.TypeDecl:
		return chosen(n.Alias, "=")
	}
	return ""
}

var out = bufio.NewWriter(os.Stdout)

// Lists that the compiler has as nodes are none of ours: what is in them stands below the node above.
func show(file string, n, above syntax.Node) {
	if _, list := n.(*syntax.ListExpr); !list {
		fmt.Fprintf(out, "%s:%d:%d %s %s", file, n.Pos().Line(), n.Pos().Col(), word(n), detail(n))
		if above != nil {
			fmt.Fprintf(out, " < %d:%d %s", above.Pos().Line(), above.Pos().Col(), word(above))
		}
		fmt.Fprintln(out)
		above = n
	}
	if s, structure := n.(*syntax.StructType); structure { // ours has a field's tag below the field
		for k, tag := range s.TagList {
			if tag != nil {
				show(file, tag, s.FieldList[k])
			}
		}
	}
	below(file, reflect.ValueOf(n).Elem(), above)
}

var nodeType = reflect.TypeOf((*syntax.Node)(nil)).Elem()

// All fields that hold nodes, but a branch's target, which stands elsewhere, and tags.
func below(file string, v reflect.Value, above syntax.Node) {
	for k := 0; k < v.NumField(); k++ {
		if name := v.Type().Field(k).Name; name != "Target" && name != "TagList" && name != "Group" && name != "Pragma" {
			each(file, v.Field(k), above)
		}
	}
}

func each(file string, v reflect.Value, above syntax.Node) {
	switch {
	case !v.CanInterface():
	case v.Kind() == reflect.Slice || v.Kind() == reflect.Array:
		for k := 0; k < v.Len(); k++ {
			each(file, v.Index(k), above)
		}
	case v.Type().Implements(nodeType) && !v.IsNil():
		show(file, v.Interface().(syntax.Node), above)
	}
}

func main() {
	defer out.Flush()
	for _, path := range os.Args[1:] {
		in, err := os.Open(path)
		if err != nil {
			panic(err)
		}
		complain := func(err error) { fmt.Fprintln(os.Stderr, err) }
		f, err := syntax.Parse(syntax.NewFileBase(path), in, complain, nil, syntax.CheckBranches)
		in.Close()
		if err != nil {
			continue
		}
		show(path, f.PkgName, nil)
		for _, d := range f.DeclList {
			show(path, d, nil)
		}
	}
}
