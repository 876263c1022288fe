// The list store with a fault: an error that nobody looked at, so that a save that was refused is
// taken for one that was done. [TS-SAVE-14]
package main

import (
	"fmt"

	"assay.example/adapters/assay"
	"assay.example/adapters/list"
)

type brokenStore struct{ list.Store }

func (s *brokenStore) SaveToken(token assay.Token) error {
	fmt.Println("a stray print, which goes to the log")
	s.Store.SaveToken(token)
	return nil
}

func main() {
	open := func(storage string) (assay.Store, error) { return &brokenStore{}, nil }
	memory := map[string]any{"storage": "memory"}
	assay.Serve(open, assay.About{Name: "broken", Version: "1", Capabilities: memory})
}
