// The list store as a child: go build -o build/ ./list_store && assay run --exec build/list_store
package main

import (
	"assay.example/adapters/assay"
	"assay.example/adapters/list"
)

func main() {
	open := func(storage string) (assay.Store, error) { return &list.Store{}, nil }
	memory := map[string]any{"storage": "memory"}
	assay.Serve(open, assay.About{Name: "list", Version: "1", Capabilities: memory})
}
