/** The role the hub works as, and the one that owns the tables. */
export interface Urls {
  appUrl: string
  adminUrl: string
}
