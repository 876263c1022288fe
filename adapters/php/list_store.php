<?php
// A token store in a list, the worked example: assay run --exec "php list_store.php"
require_once __DIR__ . '/assay_adapter.php';

const CREDENTIALS = ['access_token' => 1, 'refresh_token' => 1, 'grant_token' => 1];

function present($token): array {
    return array_filter((array) $token, fn($value) => $value !== null && $value !== '');
}

function same($token, array $record, string ...$fields): bool {
    foreach ($fields as $field)
        if (!isset($record[$field]) || $record[$field] !== $token[$field]) return false;
    return true;
}

function shares_grant($token, array $record): bool {
    return same($token, $record, 'refresh_token') || same($token, $record, 'grant_token');
}

// How a token picks records: a function of a record; null where it cannot tell one from another.
function selector($token): ?Closure {
    $has = fn($field) => ($token[$field] ?? '') !== '';
    if ($has('user_name')) return fn($record) => same($token, $record, 'user_name');
    if ($has('access_token') && !$has('client_id') && !$has('client_secret'))
        return fn($record) => same($token, $record, 'access_token');
    $granted = $has('refresh_token') || $has('grant_token');
    if ($has('client_id') && $has('client_secret') && $granted)
        return fn($record) => same($token, $record, 'client_id', 'client_secret')
            && shares_grant($token, $record);
    return null;
}

// For a token without a selector: a record that shares a credential, unless of another client.
function related($token, array $record): bool {
    return (same($token, $record, 'access_token') || shares_grant($token, $record))
        && (($token['client_id'] ?? '') === '' || !isset($record['client_id'])
            || same($token, $record, 'client_id'));
}

class ListStore {
    protected array $records = []; // by id, with a prefix that keeps PHP from reading a number

    protected function first(callable $matches): ?array {
        foreach ($this->records as $record) if ($matches($record)) return $record;
        return null;
    }

    function findTokenById($id): ?array {
        return $this->first(fn($record) => $record['id'] === $id);
    }

    function findToken($token): ?array {
        $matches = selector($token);
        if ($matches) return $this->first($matches);
        if (array_keys(present($token)) === ['id']) return $this->findTokenById($token['id']);
        return $this->first(fn($record) => related($token, $record));
    }

    function saveToken($token): void {
        $record = $this->target($token);
        $record = $record ? $this->updated($record, present($token))
            : present($token) + ['id' => $this->newId()];
        $this->records["id {$record['id']}"] = $record;
        $token['id'] = $record['id'];
    }

    // The record that a save updates, or null for a new one.
    private function target($token): ?array {
        $present = present($token);
        if (!$present) throw new DomainException('nothing to save: no field of the token is set');
        $matches = selector($token);
        $own = $this->findTokenById($token['id']);
        if ($own && !($matches && $matches($own)))
            throw new DomainException('the id is that of another record; leave the id out');
        $record = $matches ? $this->first($matches) : null;
        if (!$record && !array_intersect_key($present, CREDENTIALS))
            throw new DomainException('a new record needs an access, refresh or grant token');
        if ($matches) return $record;
        return $this->first(fn($record) => related($token, $record) || (!isset($record['user_name'])
            && same($token, $record, 'client_id', 'client_secret')));
    }

    protected function updated(array $record, array $present): array {
        return ['id' => $record['id']] + $present + $record;
    }

    private function newId(): string {
        do $id = bin2hex(random_bytes(5)); while ($this->findTokenById($id));
        return $id;
    }

    function deleteToken($id): void {
        unset($this->records["id $id"]);
    }

    function deleteTokens(): void {
        $this->records = [];
    }

    function getTokens(): array {
        return array_values($this->records);
    }
}

if (realpath($argv[0]) === __FILE__)
    serve(fn($storage) => new ListStore(), name: 'list', capabilities: ['storage' => 'memory']);
