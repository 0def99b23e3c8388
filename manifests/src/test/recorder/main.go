// Records what sigs.k8s.io/yaml, with which Kubernetes reads YAML, makes of the cases that
// YamlReferenceTest asks our reader about. The cases are the first column of cases.tsv, JSON
// strings; beside each goes the JSON or the error, and then the error of strict reading where it
// has one more.
//
//	go mod tidy && go run . < ../resources/cases.tsv > /tmp/cases.tsv && mv /tmp/cases.tsv ../resources/
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		asked, _, _ := strings.Cut(lines.Text(), "\t")
		var text string
		if err := json.Unmarshal([]byte(asked), &text); err != nil {
			panic(asked + ": " + err.Error())
		}
		answer, err := yaml.YAMLToJSON([]byte(text))
		said := string(answer)
		if err != nil {
			said = "! " + quoted(err.Error())
		}
		fmt.Printf("%s\t%s", asked, said)
		if _, strict := yaml.YAMLToJSONStrict([]byte(text)); err == nil && strict != nil {
			fmt.Printf("\t! %s", quoted(strict.Error()))
		}
		fmt.Println()
	}
}

func quoted(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		panic(err)
	}
	return strings.TrimSuffix(out.String(), "\n")
}
