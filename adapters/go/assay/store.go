package assay

import (
	"errors"
	"io"
)

// Token has the keys id, user_name, client_id, client_secret, refresh_token, access_token,
// grant_token, expires_in, redirect_url and api_domain. What is empty is absent.
type Token map[string]string

// Store is what is put to the test. An error is a refusal: nothing was changed.
type Store interface {
	SaveToken(token Token) error          // sets the id of its argument
	FindToken(token Token) (Token, error) // nil where there is none
	FindTokenByID(id string) (Token, error)
	DeleteToken(id string) error
	DeleteTokens() error
	GetTokens() ([]Token, error)
}

// ErrUnknown is for a store to return or to wrap: the call may have happened.
var ErrUnknown = errors.New("it may have happened")

// About is what a store says of itself. Capabilities: see docs/protocol.md.
type About struct {
	Name         string         `json:"name"`
	Version      string         `json:"version"`
	Language     string         `json:"language"`
	Capabilities map[string]any `json:"capabilities,omitempty"`
}

type request struct {
	ID     int
	Method string
	Params params
}

type params struct {
	Storage, ID string
	Token       Token
	Announce    bool
}

// How a request becomes a call, and what comes back becomes a result.
var methods = map[string]func(s Store, p params) (Object, error){
	"save_token":       func(s Store, p params) (Object, error) { return one(p.Token, s.SaveToken(p.Token)) },
	"find_token":       func(s Store, p params) (Object, error) { return one(s.FindToken(p.Token)) },
	"find_token_by_id": func(s Store, p params) (Object, error) { return one(s.FindTokenByID(p.ID)) },
	"delete_token":     func(s Store, p params) (Object, error) { return Object{}, s.DeleteToken(p.ID) },
	"delete_tokens":    func(s Store, _ params) (Object, error) { return Object{}, s.DeleteTokens() },
	"get_tokens":       func(s Store, _ params) (Object, error) { return all(s.GetTokens()) },
	"close":            func(s Store, _ params) (Object, error) { return Object{}, closed(s) },
}

func closed(s Store) error {
	if closer, ok := s.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}

func codeOf(err error) int {
	var late interface{ Timeout() bool }
	if errors.Is(err, ErrUnknown) || errors.As(err, &late) && late.Timeout() {
		return -32001
	}
	return -32000
}

func one(token Token, err error) (Object, error) { return Object{"token": token}, err }

func all(tokens []Token, err error) (Object, error) {
	return Object{"tokens": append([]Token{}, tokens...)}, err // an empty list is [], not null
}
