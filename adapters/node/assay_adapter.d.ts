// The types of assay_adapter.js, for stores in TypeScript.
export type Field = "id" | "user_name" | "client_id" | "client_secret" | "refresh_token" |
  "access_token" | "grant_token" | "expires_in" | "redirect_url" | "api_domain";

/** What a store is given: the fields as properties, and the SDK's getters and setters. */
export interface Token extends Partial<Record<Field, string | null>> {
  getUserSignature(): { getName(): string } | null;
  setUserSignature(user: { getName(): string } | null): void;
  getId(): string | undefined;
  setId(id: string): void;
  getClientId(): string | undefined;
  setClientId(clientId: string): void;
  getClientSecret(): string | undefined;
  setClientSecret(clientSecret: string): void;
  getRefreshToken(): string | undefined;
  setRefreshToken(refreshToken: string): void;
  getAccessToken(): string | undefined;
  setAccessToken(accessToken: string): void;
  getGrantToken(): string | undefined;
  setGrantToken(grantToken: string): void;
  getExpiresIn(): string | undefined;
  setExpiresIn(expiresIn: string): void;
  getRedirectURL(): string | undefined;
  setRedirectURL(redirectUrl: string): void;
  getAPIDomain(): string | undefined;
  setAPIDomain(apiDomain: string): void;
}

/** What a store returns: the fields as properties, or an object with the SDK's getters. */
export type Stored = Partial<Record<Field, string | null>> | Pick<Token, "getId">;

type Later<T> = T | Promise<T>;

/** The six methods. T is Token, or what `token` of the options makes. */
export interface TokenStore<T = Token> {
  saveToken(token: T): Later<void>;
  findToken(token: T): Later<Stored | null | undefined>;
  findTokenById(id: string): Later<Stored | null | undefined>;
  deleteToken(id: string): Later<void>;
  deleteTokens(): Later<void>;
  getTokens(): Later<Stored[]>;
  close?(): Later<void>;
}

export interface Options<T = Token> {
  name?: string;
  version?: string;
  capabilities?: {
    persistent?: boolean;
    shared?: boolean;
    storage?: "memory" | "file" | "server";
    capacity?: Partial<Record<Field, number>>;
  };
  /** Makes what the store is given, such as the SDK's OAuthToken. */
  token?: (fields: Partial<Record<Field, string | null>>) => T;
  /** Removes what the store holds outside the directory `storage`, such as a table. */
  drop?: (storage: string) => Later<void>;
}

/** Answers on standard input and output until there is no more to answer. */
export function serve<T = Token>(
  open: (storage: string) => Later<TokenStore<T>>, options?: Options<T>): Promise<void>;
