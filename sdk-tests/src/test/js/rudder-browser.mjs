import { RudderAnalytics } from '@rudderstack/analytics-js/bundled';
import { story, url, writeKey, variant, tell, ORDER, QUICK, QUICK_EVENTS } from './browser-story.mjs';

await tell(async () => {
  const analytics = new RudderAnalytics();
  const options = { configUrl: url };
  if (variant === 'beacon') {
    options.useBeacon = true;
  }
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
  }
  return Promise.all(sent);
});
