/** Where packages come from: Helm repository indexes, OCI registries, and who vouches for what comes. */
export {};
