/** For tests: packages made on the spot. */
export {};
