/// <reference types="@sveltejs/kit" />

declare global {
  namespace App {
    /** What one page hands to the next beside the address. */
    interface PageState {
      /** A language that was found by ear, and the id of that result. */
      language?: string;
      by_ear?: string;
    }
  }
}

export {};
