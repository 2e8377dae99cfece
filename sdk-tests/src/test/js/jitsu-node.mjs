import { createRequire } from 'node:module';
import { story, url, writeKey, variant, report, ORDER, QUICK, QUICK_EVENTS } from './node-story.mjs';

const { jitsuAnalytics } = createRequire(import.meta.url)('@jitsu/js');
const failures = [];
const analytics = jitsuAnalytics({
  host: url,
  writeKey,
  s2s: variant === 's2s',
  errorPolicy: (...message) => failures.push(message),
});

// It has no alias.
await analytics.identify(story.userId, story.traits);
await analytics.track(ORDER, story.order);
await analytics.page(story.pageName, story.pageProperties);
await analytics.group(story.groupId, story.groupTraits);
const quick = [];
for (let n = 0; n < QUICK_EVENTS; n++) {
  quick.push(analytics.track(QUICK, { n }));
}
await Promise.all(quick);
report(null, failures);
