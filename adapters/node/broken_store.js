// ListStore with a fault: it removes from the list that it walks, and so skips every second record.
// [TS-DEL-03]
"use strict";
const { serve } = require("./assay_adapter");
const { ListStore } = require("./list_store");

class BrokenStore extends ListStore {
  deleteTokens() {
    console.log("a stray print, which goes to the log");
    this.records.forEach((record, position) => this.records.splice(position, 1));
  }
}

serve(() => new BrokenStore(), { name: "broken", capabilities: { storage: "memory" } });
