// The list store as a server's driver would have it: every method answers later, with a Promise.
"use strict";
const { serve } = require("./assay_adapter");
const { ListStore } = require("./list_store");

class AsyncStore {
  #list = new ListStore();
  #later = (work) => new Promise((done) => setImmediate(done)).then(work);

  saveToken = (token) => this.#later(() => this.#list.saveToken(token));
  findToken = (token) => this.#later(() => this.#list.findToken(token));
  findTokenById = (id) => this.#later(() => this.#list.findTokenById(id));
  deleteToken = (id) => this.#later(() => this.#list.deleteToken(id));
  deleteTokens = () => this.#later(() => this.#list.deleteTokens());
  getTokens = () => this.#later(() => this.#list.getTokens());
}

serve(async () => new AsyncStore(), { name: "async", capabilities: { storage: "memory" } });
