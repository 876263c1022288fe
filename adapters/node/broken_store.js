// ListStore with a fault: it reads ids as numbers, so that "07" finds, and deletes, "7". [TS-ID-03]
"use strict";
const { serve } = require("./assay_adapter");
const { ListStore } = require("./list_store");

class BrokenStore extends ListStore {
  findTokenById(id) {
    return this.records.find((record) => record.id === id || Number(record.id) === Number(id));
  }
}

serve(() => new BrokenStore(), { name: "broken", capabilities: { storage: "memory" } });
