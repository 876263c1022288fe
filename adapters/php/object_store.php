<?php
// The list store as an SDK would have it: tokens are objects with getters and setters.
require __DIR__ . '/list_store.php';

// The SDK's own has more to it; a store returns one for its getters.
class OAuthToken {
    function __construct(private array $record) {}
    function getUserSignature() { return isset($this->record['user_name']) ? $this : null; }
    function getName() { return $this->record['user_name']; }
    function getId() { return $this->record['id'] ?? null; }
    function getClientId() { return $this->record['client_id'] ?? null; }
    function getClientSecret() { return $this->record['client_secret'] ?? null; }
    function getRefreshToken() { return $this->record['refresh_token'] ?? null; }
    function getAccessToken() { return $this->record['access_token'] ?? null; }
    function getGrantToken() { return $this->record['grant_token'] ?? null; }
    function getExpiresIn() { return $this->record['expires_in'] ?? null; }
    function getRedirectURL() { return $this->record['redirect_url'] ?? null; }
    function getAPIDomain() { return $this->record['api_domain'] ?? null; }
}

class ObjectStore {
    private ListStore $list;

    function __construct() {
        $this->list = new ListStore();
    }

    private function fields($token): Token {
        return new Token([
            'id' => $token->getId(),
            'user_name' => $token->getUserSignature()?->getName(),
            'client_id' => $token->getClientId(),
            'client_secret' => $token->getClientSecret(),
            'refresh_token' => $token->getRefreshToken(),
            'access_token' => $token->getAccessToken(),
            'grant_token' => $token->getGrantToken(),
            'expires_in' => $token->getExpiresIn(),
            'redirect_url' => $token->getRedirectURL(),
            'api_domain' => $token->getAPIDomain(),
        ]);
    }

    private function token(?array $record): ?OAuthToken {
        return $record ? new OAuthToken($record) : null;
    }

    function saveToken($token) {
        $fields = $this->fields($token);
        $this->list->saveToken($fields);
        $token->setId($fields['id']);
    }

    function findToken($token) {
        return $this->token($this->list->findToken($this->fields($token)));
    }

    function findTokenById($id) {
        return $this->token($this->list->findTokenById($id));
    }

    function deleteToken($id) {
        $this->list->deleteToken($id);
    }

    function deleteTokens() {
        $this->list->deleteTokens();
    }

    function getTokens() {
        return array_map($this->token(...), $this->list->getTokens());
    }
}

serve(fn($storage) => new ObjectStore(), name: 'object', capabilities: ['storage' => 'memory']);
