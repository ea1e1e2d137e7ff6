/** Any JSON value, and the JSON object that open-ended fields (attributes, extra, metadata) hold. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }
