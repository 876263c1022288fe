// Package assay puts a store to the test: assay.Serve(open, assay.About{Name: "mine"}). An error is
// a refusal, ErrUnknown and a time-out may have happened; what fmt prints is logged.
package assay

import (
	"encoding/json"
	"errors"
	"os"
)

type Object map[string]any

// Serve answers until the end of the input.
func Serve(open func(storage string) (Store, error), about About) {
	requests, answers := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	os.Stdout = os.Stderr
	var store Store
	announce := false
	perform := func(method string, p params) (result any, code int, err error) {
		call, own := methods[method]
		opens := method == "open" || method == "drop"
		switch {
		case method == "initialize":
			announce, about.Language = p.Announce, "Go"
			return about, 0, nil
		case method == "shutdown":
			return Object{}, 0, nil
		case !own && !opens:
			return nil, -32601, errors.New("there is no " + method)
		case (store == nil) != opens:
			return nil, -32600, errors.New("not now: " + method)
		}
		if announce {
			answers.Encode(Object{"jsonrpc": "2.0", "method": "calling"})
		}
		if own {
			result, err = call(store, p)
		}
		if !own || method == "close" {
			result, store = Object{}, nil
		}
		if method == "open" {
			store, err = open(p.Storage)
		}
		return result, codeOf(err), err
	}
	for r := (request{}); r.Method != "shutdown"; {
		if r = (request{}); requests.Decode(&r) != nil {
			return
		}
		answer := Object{"jsonrpc": "2.0", "id": r.ID}
		if result, code, err := perform(r.Method, r.Params); err != nil {
			answer["error"] = Object{"code": code, "message": err.Error()}
		} else {
			answer["result"] = result
		}
		answers.Encode(answer)
	}
}
