// The list store as an SDK would have it: tokens with getters and setters, every answer a Promise.
"use strict";
const { serve } = require("./assay_adapter");
const { ListStore } = require("./list_store");

const ACCESSORS = { id: "Id", client_id: "ClientId", client_secret: "ClientSecret",
  refresh_token: "RefreshToken", access_token: "AccessToken", grant_token: "GrantToken",
  expires_in: "ExpiresIn", redirect_url: "RedirectURL", api_domain: "APIDomain" };

// The SDK's own has more to it; a store returns one for its getters.
class OAuthToken {
  constructor(record) {
    this.getUserSignature = () => record.user_name ? { getName: () => record.user_name } : null;
    for (const [field, name] of Object.entries(ACCESSORS)) this["get" + name] = () => record[field];
  }
}

function recordOf(token) {
  const record = { user_name: token.getUserSignature()?.getName() };
  for (const [field, name] of Object.entries(ACCESSORS)) record[field] = token["get" + name]();
  return record;
}

const tokenOf = (record) => record && new OAuthToken(record);
const later = () => new Promise(setImmediate);

class AsyncStore {
  list = new ListStore();

  async saveToken(token) {
    await later();
    const record = recordOf(token);
    this.list.saveToken(record);
    token.setId(record.id);
  }

  async findToken(token) {
    await later();
    return tokenOf(this.list.findToken(recordOf(token)));
  }

  async findTokenById(id) {
    await later();
    return tokenOf(this.list.findTokenById(id));
  }

  async deleteToken(id) {
    await later();
    this.list.deleteToken(id);
  }

  async deleteTokens() {
    await later();
    this.list.deleteTokens();
  }

  async getTokens() {
    await later();
    return this.list.getTokens().map(tokenOf);
  }
}

serve(async () => new AsyncStore(), { name: "async", capabilities: { storage: "memory" } });
