// A token store in a list, the worked example: assay run --exec "node list_store.js"
"use strict";
const { randomBytes } = require("crypto");
const { serve } = require("./assay_adapter");

const FIELDS = ["id", "user_name", "client_id", "client_secret", "refresh_token", "access_token",
  "grant_token", "expires_in", "redirect_url", "api_domain"];
const present = (token) => FIELDS.filter((field) => token[field]);
const same = (token, record, ...fields) =>
  fields.every((field) => token[field] && token[field] === record[field]);
const sharesGrant = (token, record) =>
  same(token, record, "refresh_token") || same(token, record, "grant_token");

// How a token picks records: a function of a record; null where it cannot tell one from another.
function selector(token) {
  if (token.user_name) return (record) => same(token, record, "user_name");
  if (token.access_token && !token.client_id && !token.client_secret)
    return (record) => same(token, record, "access_token");
  if (token.client_id && token.client_secret && (token.refresh_token || token.grant_token))
    return (record) =>
      same(token, record, "client_id", "client_secret") && sharesGrant(token, record);
  return null;
}

// For a token without a selector: a record that shares a credential, unless of another client.
function related(token, record) {
  return (same(token, record, "access_token") || sharesGrant(token, record)) &&
    (!token.client_id || !record.client_id || token.client_id === record.client_id);
}

class ListStore {
  records = [];

  findTokenById(id) {
    return this.records.find((record) => record.id === id);
  }

  findToken(token) {
    const matches = selector(token);
    if (matches) return this.records.find(matches);
    if (present(token).join() === "id") return this.findTokenById(token.id);
    return this.records.find((record) => related(token, record));
  }

  saveToken(token) {
    let record = this.target(token);
    if (record) {
      this.update(record, token);
    } else {
      record = { id: this.newId() };
      for (const field of present(token)) record[field] = token[field];
      this.records.push(record);
    }
    token.id = record.id;
  }

  // The record that a save updates, or undefined for a new one.
  target(token) {
    if (!present(token).length) throw new Error("nothing to save: no field of the token is set");
    const matches = selector(token);
    const own = this.findTokenById(token.id);
    if (own && !matches?.(own))
      throw new Error("the id is that of another record; leave the id out");
    const record = matches && this.records.find(matches);
    if (!record && !token.access_token && !token.refresh_token && !token.grant_token)
      throw new Error("a new record needs an access, refresh or grant token");
    if (matches) return record;
    return this.records.find((record) => related(token, record) ||
      (same(token, record, "client_id", "client_secret") && !record.user_name));
  }

  update(record, token) {
    for (const field of present(token)) if (field !== "id") record[field] = token[field];
  }

  newId() {
    const id = randomBytes(5).toString("hex");
    return this.findTokenById(id) ? this.newId() : id;
  }

  deleteToken(id) {
    this.records = this.records.filter((record) => record.id !== id);
  }

  deleteTokens() {
    this.records = [];
  }

  getTokens() {
    return this.records;
  }
}

module.exports = { ListStore };
if (require.main === module)
  serve(() => new ListStore(), { name: "list", capabilities: { storage: "memory" } });
