// Prints how each field of Kubernetes' Go types is written when it is empty: the lines of
// ../../../main/resources/io/shiplog/schemagen/presence.tsv. It is run by hand, for a new version of Kubernetes,
// in a copy of this folder:
//
//	go mod init presence
//	go get k8s.io/client-go@v0.36.3 k8s.io/apiextensions-apiserver@v0.36.3 k8s.io/kube-aggregator@v0.36.3
//	go mod tidy && go run .
package main

import (
	"fmt"
	"reflect"
	"sort"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/client-go/kubernetes/scheme"
	aggregation "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// row is what one type's fields are: pointers are written whatever they point to, those that are always written have no
// omitempty or are structs, all others vanish when they are empty.
type row struct{ all, pointers, always []string }

var rows = map[string]*row{}

// ownJSON is whether a struct is not written as its fields: Time, Quantity, IntOrString and the like.
func ownJSON(t reflect.Type) bool {
	_, ok := reflect.PointerTo(t).MethodByName("MarshalJSON")
	return ok
}

func visit(t reflect.Type) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || !strings.HasPrefix(t.PkgPath(), "k8s.io/") {
		return
	}
	name := "io.k8s." + strings.ReplaceAll(strings.TrimPrefix(t.PkgPath(), "k8s.io/"), "/", ".") + "." + t.Name()
	if rows[name] == nil {
		rows[name] = &row{}
		fields(rows[name], t)
	}
}

func fields(to *row, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		options := strings.Split(field.Tag.Get("json"), ",")
		switch {
		case options[0] == "-":
		case options[0] == "" && field.Type.Kind() == reflect.Struct:
			fields(to, field.Type) // inline
		case options[0] != "":
			place(to, options[0], field.Type, strings.Contains(strings.Join(options[1:], " "), "omit"))
			visit(field.Type)
		}
	}
}

func place(to *row, name string, t reflect.Type, omitted bool) {
	to.all = append(to.all, name)
	structure := t.Kind() == reflect.Struct
	switch {
	case t.Kind() == reflect.Pointer || structure && ownJSON(t):
		to.pointers = append(to.pointers, name)
	case structure || !omitted:
		to.always = append(to.always, name)
	}
}

func main() {
	apiextensions.AddToScheme(scheme.Scheme)
	aggregation.AddToScheme(scheme.Scheme)
	for _, t := range scheme.Scheme.AllKnownTypes() {
		visit(t)
	}
	var lines []string
	for name, fields := range rows {
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s", name, strings.Join(fields.pointers, " "), strings.Join(fields.always, " ")))
	}
	sort.Strings(lines)
	fmt.Println(strings.Join(lines, "\n"))
}
