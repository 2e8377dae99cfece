import { AnalyticsBrowser } from '@segment/analytics-next';
import { story, url, writeKey, variant, tell, ORDER, QUICK, QUICK_EVENTS } from './browser-story.mjs';

await tell(async () => {
  const { host, protocol } = new URL(url);
  const segment = { apiHost: `${host}/v1`, protocol: protocol.slice(0, -1) };
  if (variant === 'batching') {
    segment.deliveryStrategy = { strategy: 'batching', config: { size: 50, timeout: 500 } };
  }
  const analytics = AnalyticsBrowser.load({ writeKey, cdnURL: url }, { integrations: { 'Segment.io': segment } });
  const sent = [
    analytics.identify(story.userId, story.traits),
    analytics.track(ORDER, story.order),
    analytics.page(story.pageName, story.pageProperties),
    analytics.group(story.groupId, story.groupTraits),
    analytics.alias(story.userId, story.previousId),
  ];
  for (let n = 0; n < QUICK_EVENTS; n++) {
    sent.push(analytics.track(QUICK, { n }));
  }
  return (await Promise.all(sent)).map((context) => context.event.messageId);
});
