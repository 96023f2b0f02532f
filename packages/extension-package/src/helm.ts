/** Runs the real `helm`. */
export {};
