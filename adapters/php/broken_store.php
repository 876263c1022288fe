<?php
// ListStore with PHP's own fault: != takes two numeric texts for numbers, so that to delete "07"
// deletes "7". [TS-ID-03]
require __DIR__ . '/list_store.php';

class BrokenStore extends ListStore {
    function deleteToken($id): void {
        echo "a stray print, which goes to the log\n";
        $this->records = array_filter($this->records, fn($record) => $record['id'] != $id);
    }
}

serve(fn($storage) => new BrokenStore(), name: 'broken', capabilities: ['storage' => 'memory']);
