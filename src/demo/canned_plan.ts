/**
 * What the shipped samples are samples of. Apart from the samples, so that whoever asks does not load them.
 *
 * @module
 */

/** Name of the profile they stand for. */
export const CANNED_PROFILE = "baseline";

/** Name of their dataset. */
export const CANNED_DATASET = "v0.1";

/** Seed they were made with. */
export const CANNED_SEED = 42n;

/** Number of accounts of the sample snapshot. */
export const CANNED_RECORDS = 30;

/** Number of accounts of the sample answers of the API. */
export const CANNED_ANSWER_RECORDS = 5;
