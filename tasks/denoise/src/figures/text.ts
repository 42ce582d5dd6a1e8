/** Returns the data set's proper name, and a noun for its images. */
export function describeDataset(dataset: string): { readonly name: string; readonly items: string } {
  if (dataset === 'mnist') return { name: 'MNIST', items: 'digits' };
  if (dataset === 'fashion-mnist') return { name: 'Fashion-MNIST', items: 'images' };
  return { name: dataset, items: 'images' };
}
