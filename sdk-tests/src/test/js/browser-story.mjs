// What every SDK is made to send; the Java side (Story) checks that it arrived.
import story from './story.json';

export { story };
export const ORDER = 'Order Completed';
export const QUICK = 'Quick';
export const QUICK_EVENTS = 250;

/** The collector's address without a slash at its end, the write key, and a word that a test may add. */
const query = new URLSearchParams(location.search);
export const [url, writeKey, variant] = ['url', 'writeKey', 'variant'].map((name) => query.get(name));

/** Runs the story and leaves for the test what the SDK says of itself; messageIds is null where it does not say. */
export async function tell(tellStory) {
  const failures = [];
  let messageIds = null;
  try {
    messageIds = await tellStory(failures);
  } catch (error) {
    failures.push(`${error}`);
  }
  window.told = { messageIds, failures };
}
