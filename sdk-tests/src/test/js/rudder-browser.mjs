import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
import { story, url, writeKey, variant, tell, ORDER, QUICK, QUICK_EVENTS } from './browser-story.mjs';

await tell(async () => {
  const analytics = new RudderAnalytics();
  // of more than 100 that wait it drops the oldest; the browser takes 64 KB of beacons at once
  const options = { configUrl: url, queueOptions: { maxItems: 1000 }, useBeacon: variant === 'beacon' };
  analytics.load(writeKey, url, options);
  await new Promise((done) => analytics.ready(done));
  const sent = [];
  // the callback is the last argument: it is told the message
  const send = (method, ...words) =>
    sent.push(new Promise((done) => analytics[method](...words, (message) => done(message?.messageId))));
  send('identify', story.userId, story.traits, {});
  send('track', ORDER, story.order, {});
  send('page', undefined, story.pageName, story.pageProperties, {});
  send('group', story.groupId, story.groupTraits, {});
  send('alias', story.userId, story.previousId, {});
  for (let n = 0; n < QUICK_EVENTS; n++) {
    send('track', QUICK, { n }, {});
    if (variant === 'beacon') {
      await beaconsOfAll(n);
    }
  }
  return Promise.all(sent);
});

/** Waits until the browser has sent the beacon of each ten events. */
async function beaconsOfAll(events) {
  const beacons = () => performance.getEntriesByType('resource').filter((entry) => entry.initiatorType === 'beacon').length;
  while (beacons() < Math.floor(events / 10)) {
    await new Promise((again) => setTimeout(again, 5));
  }
}
