// Screenshots: compressing them for the site, and comparing two. Both need an empty page, for its canvas.

/** A screenshot as WebP, in bytes. */
export async function webp(page, png) {
  const text = await page.evaluate(
    async (url) => {
      const image = await createImageBitmap(await (await fetch(url)).blob());
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext("2d").drawImage(image, 0, 0);
      const blob = await canvas.convertToBlob({ type: "image/webp", quality: 0.82 });
      return btoa(String.fromCharCode(...new Uint8Array(await blob.arrayBuffer())));
    },
    `data:image/png;base64,${png.toString("base64")}`,
  );
  return Buffer.from(text, "base64");
}

/**
 * The difference of two pictures: the mean colour difference, of 255, after shrinking both to an icon so that fonts and
 * edges count little; and the relative difference of their aspect ratios.
 */
export function pictureDifference(page, ...pictures) {
  const urls = pictures.map((bytes) => `data:image/webp;base64,${bytes.toString("base64")}`);
  return page.evaluate(async (urls) => {
    const SIDE = 24;
    const images = await Promise.all(urls.map(async (url) => createImageBitmap(await (await fetch(url)).blob())));
    const [first, second] = images.map((image) => {
      const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d");
      context.imageSmoothingQuality = "high";
      context.drawImage(image, 0, 0, SIDE, SIDE);
      return context.getImageData(0, 0, SIDE, SIDE).data;
    });
    const sum = first.reduce((sum, value, at) => sum + Math.abs(value - second[at]), 0);
    const [shape, other] = images.map(({ width, height }) => height / width);
    return {
      colour: sum / (SIDE * SIDE * 3),
      shape: Math.abs(other / shape - 1),
      size: [images[0].width, images[0].height],
    };
  }, urls);
}
