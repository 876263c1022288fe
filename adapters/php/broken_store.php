<?php
// ListStore with PHP's own fault: == takes two numeric texts for numbers, so that "07" is "7", and
// "1e1" is "10". [TS-ID-03]
require __DIR__ . '/list_store.php';

class BrokenStore extends ListStore {
    function findTokenById($id): ?array {
        return $this->first(fn($record) => $record['id'] == $id);
    }
}

serve(fn($storage) => new BrokenStore(), name: 'broken', capabilities: ['storage' => 'memory']);
