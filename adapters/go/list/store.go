// Package list is a token store in a list, the worked example.
package list

import (
	"crypto/rand"
	"encoding/hex"
	"errors"

	"assay.example/adapters/assay"
)

type Token = assay.Token

// Store keeps its records in memory, in the order in which they came.
type Store struct {
	records []Token
}

func same(token, record Token, fields ...string) bool {
	for _, field := range fields {
		if token[field] == "" || token[field] != record[field] {
			return false
		}
	}
	return true
}

func sharesGrant(token, record Token) bool {
	return same(token, record, "refresh_token") || same(token, record, "grant_token")
}

// How a token picks records; nil where it cannot tell one from another.
func selector(token Token) func(record Token) bool {
	client, secret := token["client_id"] != "", token["client_secret"] != ""
	switch {
	case token["user_name"] != "":
		return func(record Token) bool { return same(token, record, "user_name") }
	case token["access_token"] != "" && !client && !secret:
		return func(record Token) bool { return same(token, record, "access_token") }
	case client && secret && (token["refresh_token"] != "" || token["grant_token"] != ""):
		return func(record Token) bool {
			return same(token, record, "client_id", "client_secret") && sharesGrant(token, record)
		}
	}
	return nil
}

// For a token without a selector: a record that shares a credential, unless of another client.
func related(token, record Token) bool {
	if !same(token, record, "access_token") && !sharesGrant(token, record) {
		return false
	}
	return token["client_id"] == "" || record["client_id"] == "" || same(token, record, "client_id")
}

func (s *Store) first(matches func(record Token) bool) Token {
	for _, record := range s.records {
		if matches(record) {
			return record
		}
	}
	return nil
}

func (s *Store) byID(id string) Token {
	return s.first(func(record Token) bool { return record["id"] == id })
}

func (s *Store) FindTokenByID(id string) (Token, error) { return s.byID(id), nil }

func (s *Store) FindToken(token Token) (Token, error) {
	if matches := selector(token); matches != nil {
		return s.first(matches), nil
	}
	if present := present(token); len(present) == 1 && present["id"] != "" {
		return s.byID(present["id"]), nil
	}
	return s.first(func(record Token) bool { return related(token, record) }), nil
}

func (s *Store) SaveToken(token Token) error {
	record, err := s.target(token)
	if err != nil {
		return err
	}
	fields := present(token)
	if record == nil {
		record = Token{"id": s.newID()}
		s.records = append(s.records, record)
	} else {
		delete(fields, "id")
	}
	for field, value := range fields {
		record[field] = value
	}
	token["id"] = record["id"]
	return nil
}

// The record that a save updates, or nil for a new one.
func (s *Store) target(token Token) (Token, error) {
	if len(present(token)) == 0 {
		return nil, errors.New("nothing to save: no field of the token is set")
	}
	matches := selector(token)
	if own := s.byID(token["id"]); own != nil && (matches == nil || !matches(own)) {
		return nil, errors.New("the id is that of another record; leave the id out")
	}
	if matches != nil {
		if record := s.first(matches); record != nil {
			return record, nil
		}
	}
	if token["access_token"] == "" && token["refresh_token"] == "" && token["grant_token"] == "" {
		return nil, errors.New("a new record needs an access, refresh or grant token")
	}
	if matches != nil {
		return nil, nil
	}
	return s.first(func(record Token) bool {
		return related(token, record) ||
			record["user_name"] == "" && same(token, record, "client_id", "client_secret")
	}), nil
}

func present(token Token) Token {
	fields := Token{}
	for field, value := range token {
		if value != "" {
			fields[field] = value
		}
	}
	return fields
}

func (s *Store) newID() string {
	var random [5]byte
	if _, err := rand.Read(random[:]); err != nil {
		panic(err)
	}
	id := hex.EncodeToString(random[:])
	if s.byID(id) != nil {
		return s.newID()
	}
	return id
}

func (s *Store) DeleteToken(id string) error {
	for at, record := range s.records {
		if record["id"] == id {
			s.records = append(s.records[:at], s.records[at+1:]...)
			return nil
		}
	}
	return nil
}

func (s *Store) DeleteTokens() error {
	s.records = nil
	return nil
}

func (s *Store) GetTokens() ([]Token, error) { return s.records, nil }
