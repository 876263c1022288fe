<?php
// Puts a store to the test: require 'assay_adapter.php'; serve(fn($path) => new MyStore($path));
// A store is given tokens that read as arrays and have the SDK's getters and setters; it returns
// such. What it throws is a refusal, an UnknownOutcome may have happened, what it echoes is logged.
const FIELDS = ['id', 'user_name', 'client_id', 'client_secret', 'refresh_token', 'access_token',
    'grant_token', 'expires_in', 'redirect_url', 'api_domain'];
const METHODS = ['save_token', 'find_token', 'find_token_by_id', 'delete_token', 'delete_tokens',
    'get_tokens'];
class UnknownOutcome extends Exception {} // for a store to throw
class Misuse extends Exception {}
class Token extends ArrayObject {
    function offsetGet($key): mixed { return isset($this[$key]) ? parent::offsetGet($key) : null; }
    function getUserSignature() { return isset($this['user_name']) ? $this : null; }
    function setUserSignature($user) { $this['user_name'] = $user?->getName(); }
    function getName() { return $this['user_name']; }
    function __call($name, $given) {
        $at = array_search(strtolower(substr($name, 3)), str_replace('_', '', FIELDS));
        if ($at === false) throw new BadMethodCallException("a token has no $name()");
        return $name[0] === 'g' ? $this[FIELDS[$at]] : $this[FIELDS[$at]] = $given[0];
    }
}
function plain($token) {
    if ($token === null) return null;
    if (is_array($token) || !method_exists($token, 'getId')) return (object) (array) $token;
    foreach (array_diff(FIELDS, ['user_name']) as $field) // methods know no upper and lower case
        $fields[$field] = $token->{'get' . str_replace('_', '', $field)}();
    return $fields + ['user_name' => $token->getUserSignature()?->getName()];
}
function serve($open, $token = null, $drop = null, ...$about) {
    ob_start(fn($text) => fwrite(STDERR, $text) ? '' : '', 1);
    $say = fn($body) => fwrite(STDOUT, json_encode($body, JSON_THROW_ON_ERROR) . "\n");
    $make = $token ?? fn($fields) => new Token($fields);
    $about += ['name' => 'store', 'version' => '0', 'language' => 'PHP'];
    for ($store = $announce = $method = null; $method !== 'shutdown' && $line = fgets(STDIN);) try {
        ['id' => $id, 'method' => $method, 'params' => $params] = json_decode($line, true);
        [$own, $opens] = [in_array($method, METHODS), in_array($method, ['open', 'drop'])];
        [$name, $result] = [str_replace('_', '', $method), (object) []];
        if ($method === 'initialize') [$announce, $result] = [$params['announce'] ?? false, $about];
        elseif ($method !== 'shutdown') {
            if ($own ? $store && !is_callable([$store, $name]) : !$opens && $method !== 'close')
                throw new Misuse("there is no $method", -32601);
            if (!$store != $opens) throw new Misuse("not now: $method", -32600);
            if ($announce) $say(['jsonrpc' => '2.0', 'method' => 'calling']);
            if ($method === 'drop' && $drop) $drop($params['storage']);
            if (!$own) $store = $method === 'open' ? $open($params['storage']) : null;
            $given = isset($params['token']) ? $make($params['token']) : $params['id'] ?? null;
            $value = $own ? $store->$name($given) : null;
            if ($method === 'get_tokens') $result = ['tokens' => array_map('plain', $value)];
            if ($method === 'save_token') $result = ['token' => plain($given)];
            if ($method[0] === 'f') $result = ['token' => plain($value)];
        }
        $say(['jsonrpc' => '2.0', 'id' => $id, 'result' => $result]);
    } catch (Throwable $e) {
        $lost = $e instanceof PDOException && in_array($e->errorInfo[1] ?? 0, [2006, 2013]);
        $code = $lost || $e instanceof UnknownOutcome ? -32001 : -32000;
        if ($e instanceof Misuse) $code = $e->getCode();
        $message = get_class($e) . ': ' . $e->getMessage();
        $say(['jsonrpc' => '2.0', 'id' => $id, 'error' => compact('code', 'message')]);
    }
}
