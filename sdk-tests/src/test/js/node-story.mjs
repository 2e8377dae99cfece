// What every SDK is made to send; the Java side (Story) checks that it arrived.
import { readFileSync } from 'node:fs';

/** The arguments of each script: the collector's address without a slash at its end, the write key, and a word that a test may add. */
export const [url, writeKey, variant] = process.argv.slice(2);
export const story = JSON.parse(readFileSync('story.json', 'utf8'));
export const ORDER = 'Order Completed';
export const QUICK = 'Quick';
export const QUICK_EVENTS = 250;

/** Tells the test, on the last line of the output, what the SDK says of itself. */
export function report(messageIds, failures) {
  console.log(JSON.stringify({ messageIds, failures: failures.map(String) }));
}
